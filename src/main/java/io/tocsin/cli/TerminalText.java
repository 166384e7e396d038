package io.tocsin.cli;

/** Makes what senders and providers wrote safe to show: control characters could steer the terminal. */
final class TerminalText {

    private TerminalText() {}

    /** One line of at most so many characters. */
    static String line(String text, int longest) {
        StringBuilder line = new StringBuilder();
        text.strip().codePoints().forEach(c -> line.appendCodePoint(Character.isISOControl(c) ? ' ' : c));
        return line.length() <= longest ? line.toString() : line.substring(0, longest - 1) + "…";
    }
}
