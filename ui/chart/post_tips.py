"""Which posts are under the pointer, and what a tooltip says of them."""

from __future__ import annotations

from model.changes import PostState
from model.chart import Chart, Part
from model.post_words import NO_NAME, STATE_WORDS, held_elsewhere, post_title, wte_words
from model.posts import FULL, Post
from model.state import State
from ui.chart.faces import CARD_PAD, Faces

_MOST_NAMES = 12
"""How many boards are named at most."""


def posts_at(chart: Chart, faces: Faces, x: float, y: float) -> tuple[Post, ...]:
    """Return the posts that are written at a point of the scene; none where there are none."""
    hit = chart.hit(x, y)
    if faces.posts is None or hit.card < 0:
        return ()
    x -= chart.layout.cards[hit.card][0] + CARD_PAD
    if hit.part is Part.CARD:
        if chart.waiting[hit.card]:
            return ()
        y -= chart.row_top(hit.card, 0) - faces.posts.card_rise(hit.id)
        return faces.posts.card(hit.id).at(x, y)
    at = chart.place(hit.id)
    if at is None or not faces.posts.in_rows:
        return ()
    if y < chart.row_top(*at) + chart.metrics.row_height and x < faces.posts.rail(hit.id):
        return faces.posts.seated_at(chart.stacks[hit.card], at[1], x)
    y -= chart.row_top(at[0], at[1] + 1) - faces.posts.unit_rise(hit.id)
    return faces.posts.unit(hit.id).at(x - faces.posts.block_at(hit.id), y)


def post_lines(state: State, posts: tuple[Post, ...]) -> list[str]:
    """Return what there is to say of posts that are written as one."""
    post = posts[0]
    where = f", {state.label(post.organisation)}"
    if len(posts) > 1:
        result = [f"{len(posts)} posts: {post.role.title}{where}"]
    else:
        result = [f"{post_title(post, state)}{where}"]
    if post.state is PostState.VACANT:
        result.append("Vacant" + (f"; last held by {post.holder}" if post.holder else ""))
    else:
        how = "" if post.state is PostState.FILLED else f", {STATE_WORDS[post.state]}"
        result.append((post.holder or NO_NAME.capitalize()) + how)
        here = (post.organisation, post.role.id, post.number)
        if also := held_elsewhere(state, post.holder, here):
            result.append(also[0].upper() + also[1:])
    result.append(_boards(state, post))
    facts = ["Voting" if post.votes else "In attendance, no vote"]
    facts.append("statutory" if post.role.statutory else "customary")
    if post.wte != FULL:
        facts.append(f"{wte_words(post.wte)} WTE")
    result.append("; ".join(facts))
    if post.note:
        result.append(post.note)
    return result


def _boards(state: State, post: Post) -> str:
    names = [state.label(unit) for unit in post.boards]
    if not names:
        return "Sits on no board"
    more = f" and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else ""
    what = "board" if len(names) == 1 else f"{len(names)} boards"
    return f"Sits on the {what} of {', '.join(names[:_MOST_NAMES])}{more}"
