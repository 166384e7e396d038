package io.tocsin.channel.text;

/**
 * One thing about a message that its provider would refuse.
 *
 * @param where the path in the message, as a JSON pointer; empty for the message as a whole
 * @param found what is there: its length, number of elements, or the value itself
 * @param limit what the provider takes
 * @param page where the provider says so; empty where the schema names no page
 */
public record LimitViolation(String where, String found, String limit, String page) {

    /** {@code /blocks/0/text/text has 3,100 characters, at most 3,000 (https://...)}. */
    @Override
    public String toString() {
        return (where.isEmpty() ? "the message" : where) + " " + found + ", " + limit
                + (page.isEmpty() ? "" : " (" + page + ")");
    }
}
