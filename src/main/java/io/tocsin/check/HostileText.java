package io.tocsin.check;

/** What a sender could write to be evaluated, to call somebody, to break out of a message or to be cut badly. */
final class HostileText {

    /** Code of every medium, mentions, markup, controls, a turn of the reading direction, and too much of it. */
    static final String ODDITIES = "${body} {{hub.data}} <#assign x=1> @everyone @here <!channel> <!here> <users/all>"
            + " <at>all</at> <script>alert(1)</script> [a](javascript:alert(1)) *_~`|> \"'\\"
            + " \u202e\u0000 ]]> &amp; \uD83D\uDD25\r\nTo: eve@example.org\r\n" + "long ".repeat(2_000);

    /**
     * One grapheme of eleven UTF-16 units, seven code points and 25 bytes, again and again: wherever a text is cut, it is cut
     * next to one or through it.
     */
    static final String FAMILIES = "\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67\u200D\uD83D\uDC66".repeat(600);

    /** 1 MB. */
    static final String MEGABYTE = "It burns & it <b>smokes</b>.\n".repeat(36_158);

    private HostileText() {}
}
