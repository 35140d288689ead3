"""Which posts are under the pointer, and what a tooltip says of them."""

from __future__ import annotations

from model.changes import PostState
from model.chart import Chart, Part
from model.posts import FULL, Post
from model.state import State
from ui.chart.faces import CARD_PAD, Faces
from ui.chart.post_blocks import STATE_WORDS

_MOST_NAMES = 12
"""How many boards are named at most."""


def posts_at(chart: Chart, faces: Faces, x: float, y: float) -> tuple[Post, ...]:
    """Return the posts that are written at a point of the scene; none where there are none."""
    hit = chart.hit(x, y)
    if faces.posts is None or hit.card < 0:
        return ()
    left, top, _, _ = chart.layout.cards[hit.card]
    x -= left + CARD_PAD
    if hit.part is Part.CARD:
        if chart.waiting[hit.card]:
            return ()
        return faces.posts.card(hit.id).at(x, y - top - faces.team_top(hit.id))
    at = chart.place(hit.id)
    if at is None or not faces.posts.in_rows:
        return ()
    y -= chart.row_top(*at)
    if y < chart.metrics.row_height and x < faces.posts.rail(hit.id):
        return faces.posts.seated_at(chart.stacks[hit.card], at[1], x)
    block = faces.posts.unit(hit.id)
    return block.at(x - faces.posts.block_at(hit.id), y - faces.posts.unit_top())


def post_lines(state: State, posts: tuple[Post, ...]) -> list[str]:
    """Return what there is to say of posts that are written as one."""
    post, organisation = posts[0], state.label(posts[0].organisation)
    title = f"{post.role.title}, {organisation}"
    result = [title if len(posts) == 1 else f"{len(posts)} posts: {title}"]
    holders = dict.fromkeys(p.holder for p in posts if p.holder)
    word = STATE_WORDS.get(post.state, "")
    if post.state is PostState.VACANT:
        left = f"; last held by {post.holder}" if post.holder else ""
        result.append(f"Vacant{left}")
    else:
        who = "; ".join(holders) or "No name entered"
        result.append(f"{who} ({word})" if word else who)
    for name in () if post.state is PostState.VACANT else holders:
        own = {(p.organisation, p.role.id, p.number) for p in posts}
        titles = {role.id: role.title for role in state.pack.roles}
        result += [
            f"{name}: also {titles[role]}, {state.label(at)}"
            for at, role, number in state.posts_held(name)
            if (at, role, number) not in own and at in state
        ]
    result.append(_boards(state, post))
    facts = ["voting" if post.votes else "in attendance, no vote"]
    facts.append("statutory" if post.role.statutory else "customary")
    if post.wte != FULL:
        facts.append(f"{post.wte / 100:g} WTE")
    result.append("; ".join(facts).capitalize())
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
