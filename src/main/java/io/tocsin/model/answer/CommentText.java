package io.tocsin.model.answer;

/** What somebody says of an incident, and who they say they are, as it is kept. */
public final class CommentText {

    /** As much as a comment by API may have. */
    private static final int LONGEST = 10_000;

    private static final int LONGEST_NAME = 60;

    private CommentText() {}

    /**
     * Without signs that no store keeps, and cut where it is too long.
     *
     * @param said as it came
     * @return empty where nothing was said
     */
    public static String of(String said) {
        return cut(
                said.replace("\r\n", "\n")
                        .replaceAll("[\\p{Cc}&&[^\\n\\t]]+", " ")
                        .strip(),
                LONGEST);
    }

    /** What somebody says they are called, as it is kept: one line, as long as a name may be; empty where they say nothing. */
    public static String name(String said) {
        return cut(said.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\s]+", " ").strip(), LONGEST_NAME);
    }

    /** At most so many characters of it. */
    public static String cut(String said, int most) {
        return said.codePointCount(0, said.length()) <= most
                ? said
                : said.substring(0, said.offsetByCodePoints(0, most));
    }
}
