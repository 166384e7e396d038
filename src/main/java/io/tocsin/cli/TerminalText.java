package io.tocsin.cli;

/** Makes what senders and providers wrote safe to show: control characters could steer the terminal. */
final class TerminalText {

    private TerminalText() {}

    /** Several lines, as they are but for control characters other than line feed and tab. */
    static String block(String text) {
        StringBuilder block = new StringBuilder();
        text.codePoints()
                .filter(c -> c != '\r')
                .forEach(c -> block.appendCodePoint(Character.isISOControl(c) && c != '\n' && c != '\t' ? ' ' : c));
        return block.toString();
    }

    /** One line of at most so many characters. */
    static String line(String text, int longest) {
        StringBuilder line = new StringBuilder();
        text.strip().codePoints().forEach(c -> line.appendCodePoint(Character.isISOControl(c) ? ' ' : c));
        return line.length() <= longest ? line.toString() : line.substring(0, longest - 1) + "…";
    }
}
