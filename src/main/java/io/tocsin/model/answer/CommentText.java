package io.tocsin.model.answer;

/** What somebody says of an incident, as it is kept. */
public final class CommentText {

    /** As much as a comment by API may have. */
    private static final int LONGEST = 10_000;

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

    /** At most so many characters of it. */
    public static String cut(String said, int most) {
        return said.codePointCount(0, said.length()) <= most
                ? said
                : said.substring(0, said.offsetByCodePoints(0, most));
    }
}
