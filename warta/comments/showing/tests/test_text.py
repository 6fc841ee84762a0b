from __future__ import annotations

from warta.comments.showing.text import FOLD_CHARS, folded, html_of


def html(text: str) -> str:
    return html_of(text, lambda tag: f"/hashtag/{tag}/")


def test_markup_is_text() -> None:
    assert html("<script>alert('x')</script> & \"y\"") == (
        '<p dir="auto">&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt; &amp; &quot;y&quot;</p>'
    )


def test_lines_and_paragraphs_stay() -> None:
    assert html("satu\ndua\r\n\r\n\n tiga ") == '<p dir="auto">satu<br>dua</p><p dir="auto">tiga</p>'


def test_a_hashtag_leads_to_its_page() -> None:
    assert '<a class="comment__tag" href="/hashtag/beritabaik/">#BeritaBaik</a>' in html("Halo #BeritaBaik!")


def test_an_address_is_a_link_without_recommendation() -> None:
    shown = html("Baca (https://contoh.id/a?b=1&c=#d). Lalu http://x.id/.")
    assert '<a href="https://contoh.id/a?b=1&amp;c=#d" rel="nofollow ugc noopener">' in shown
    assert "</a>). Lalu" in shown
    assert 'href="http://x.id/" ' in shown


def test_only_web_addresses_are_links() -> None:
    assert "<a" not in html("javascript:alert(1) data:text/html,x ftp://x https:// HTTP:// vbscript:x")


def test_an_address_cannot_leave_its_attribute() -> None:
    shown = html('https://x.id/"onmouseover="alert(1) https://x.id/\'><svg/onload=alert(1)>')
    assert 'href="https://x.id/" rel' in shown
    assert "<svg" not in shown
    assert '"onmouseover' not in shown.replace("&quot;", "")


def test_a_hashtag_in_an_address_belongs_to_the_address() -> None:
    assert html("https://x.id/?#tag").count("<a") == 1


def test_controls_and_half_characters_are_left_out() -> None:
    assert html("a\x00b\x07c\ud800d\ufffee\tf") == '<p dir="auto">abcde\tf</p>'


def test_a_short_text_is_not_folded() -> None:
    assert folded("pendek") == ("pendek", "")
    assert folded("x" * FOLD_CHARS) == ("x" * FOLD_CHARS, "")


def test_a_long_text_is_folded_between_words_and_nothing_is_lost() -> None:
    text = "kata " * 500
    head, rest = folded(text)
    assert len(head) <= FOLD_CHARS
    assert f"{head} {rest}" == text
    assert not head.endswith("kat")


def test_a_word_without_end_is_folded_too() -> None:
    head, rest = folded("x" * 5000)
    assert (len(head), len(rest)) == (FOLD_CHARS, 5000 - FOLD_CHARS)


def test_many_lines_are_folded() -> None:
    head, rest = folded("\n".join(["a"] * 40))
    assert (head.count("a"), rest.count("a")) == (10, 30)
