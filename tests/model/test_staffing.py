"""What posts come to: nothing and nobody is counted twice."""

from hypothesis import given
from hypothesis import strategies as st

from model import edits
from model.changes import Appoint, Batch, Detail, PostState, SetPost, Staff
from model.errors import ChangeRefusedError
from model.posts import Post
from model.staffing import Staffing, staffing
from model.state import State
from tests.model.gestures import GESTURES
from tests.model.packs import ON, ROLES, rich_pack

POSTS = st.builds(
    Post,
    organisation=st.sampled_from(("G1", "T01", "T02")),
    role=st.sampled_from(ROLES[:3]),
    holder=st.sampled_from(("", "Ann Lee", "Bo Diaz")),
    boards=st.lists(st.sampled_from(("T01", "T02", "T03")), unique=True).map(tuple),
    number=st.integers(1, 3),
    state=st.sampled_from(PostState),
    votes=st.booleans(),
    wte=st.integers(0, 150),
    cost=st.none() | st.integers(0, 200_000),
)


def key(post: Post) -> tuple[str, str, int]:
    return post.organisation, post.role.id, post.number


def recount(posts: list[Post]) -> Staffing:
    """Count one thing after the other, the long way."""
    filled = [p for p in posts if p.state != PostState.VACANT]
    heads = [p.holder or key(p) for p in filled]
    return Staffing(
        posts=len(posts),
        people=sum(head not in heads[:place] for place, head in enumerate(heads)),
        vacancies=len(posts) - len(filled),
        interims=sum(p.state in (PostState.INTERIM, PostState.ACTING) for p in posts),
        seats=sum(1 for p in posts for _ in p.boards),
        votes=sum(1 for p in posts for _ in p.boards if p.votes),
        wte=sum(p.wte for p in posts),
        filled_wte=sum(p.wte for p in filled),
        cost=sum(p.cost for p in posts if p.cost is not None),
        costed=sum(p.cost is not None for p in posts),
    )


@given(st.lists(POSTS, unique_by=key, max_size=27))
def test_all_numbers_are_those_of_a_slow_recount(posts: list[Post]) -> None:
    assert staffing(posts) == recount(posts)


@given(st.lists(POSTS, unique_by=key), st.randoms(use_true_random=False))
def test_neither_order_nor_repetition_matters(posts: list[Post], random) -> None:
    again = [*posts, *posts]
    random.shuffle(again)
    assert staffing(again) == staffing(posts)


@given(
    st.lists(
        st.tuples(st.sampled_from(sorted(GESTURES)), *[st.integers(0, 10_000)] * 3), max_size=12
    )
)
def test_a_nations_posts_come_to_its_totals(gestures) -> None:
    state = State(rich_pack(), "A", ON)
    for gesture, a, b, c in gestures:
        try:
            state.apply(GESTURES[gesture](state, a, b, c))
        except ChangeRefusedError:
            continue
    executive = [p for p in state.posts_below(state.root) if p.role.executive]
    assert staffing(executive).posts == state.totals(state.root).officers


def shared(state: State) -> list[Post]:
    """Form a cluster of two and return the posts of all three."""
    state.apply(edits.new_group(state, "R1", "G", "Both", ["T01", "T02"]))
    return [*state.posts("G"), *state.posts("T01"), *state.posts("T02")]


def test_a_shared_post_is_one_post_and_one_person_with_two_seats() -> None:
    state = State(rich_pack(), "A", ON)
    alone = staffing(state.posts("T01"))
    posts = shared(state)
    both = staffing(posts)
    merging = [role for role in ROLES if role.merges]
    assert both.posts == 2 * alone.posts - len(merging)
    assert both.people == both.posts
    assert both.seats == 2 * alone.posts
    assert staffing([*state.board("T01"), *state.board("T02")]) == both


def test_a_person_in_two_posts_is_one_head_with_the_time_and_cost_of_both() -> None:
    state = State(rich_pack(), "A", ON)
    state.apply(
        Batch(
            (
                Appoint("T01", "health", "Ann Lee"),
                Appoint("T02", "health", "Ann Lee"),
                SetPost("T01", "health", 1, Detail.WTE, "40"),
                SetPost("T02", "health", 1, Detail.WTE, "60"),
                SetPost("T01", "health", 1, Detail.COST, "50000"),
            )
        )
    )
    found = staffing(p for u in ("T01", "T02") for p in state.posts(u) if p.role.id == "health")
    assert (found.posts, found.people, found.wte) == (2, 1, 100)
    assert (found.cost, found.costed) == (50_000, 1)


def test_nobody_is_in_a_vacant_post_whoever_is_named() -> None:
    state = State(rich_pack(), "A", ON)
    state.apply(Appoint("T01", "health", "Ann Lee"))
    state.apply(Staff("T01", "member", 0))
    before = staffing(state.posts("T01"))
    state.apply(SetPost("T01", "health", 1, Detail.STATE, PostState.VACANT.value))
    after = staffing(state.posts("T01"))
    assert (after.people, after.vacancies) == (before.people - 1, 1)
    assert (after.posts, after.wte) == (before.posts, before.wte)
    assert after.filled_wte == before.filled_wte - 100
