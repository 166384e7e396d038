package io.tocsin.model.calendar;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A line of a calendar: a property with parameters and a value. What is too long for one is folded into several, and unfolded here.
 *
 * @param number of its first line, from 1
 * @param name in upper case
 * @param parameters by their names in upper case, without quotes
 * @param value as it is written
 */
record ContentLine(int number, String name, Map<String, String> parameters, String value) {

    ContentLine {
        parameters = Map.copyOf(parameters);
    }

    /** All lines of a text; what is no line is left out. */
    static List<ContentLine> all(String text) {
        List<ContentLine> lines = new ArrayList<>();
        StringBuilder folded = new StringBuilder();
        int first = 1;
        int number = 0;
        for (String line : text.split("\r\n|\n|\r", -1)) {
            number++;
            if (!line.isEmpty() && (line.charAt(0) == ' ' || line.charAt(0) == '\t')) {
                folded.append(line, 1, line.length());
            } else {
                add(lines, first, folded.toString());
                folded.setLength(0);
                folded.append(line);
                first = number;
            }
        }
        add(lines, first, folded.toString());
        return lines;
    }

    private static void add(List<ContentLine> lines, int number, String line) {
        int colon = -1;
        boolean isQuoted = false;
        List<Integer> cuts = new ArrayList<>();
        for (int i = 0; i < line.length() && colon < 0; i++) {
            char letter = line.charAt(i);
            isQuoted ^= letter == '"';
            if (!isQuoted && letter == ';') {
                cuts.add(i);
            } else if (!isQuoted && letter == ':') {
                colon = i;
            }
        }
        if (colon <= 0) {
            return;
        }
        cuts.add(colon);
        Map<String, String> parameters = new HashMap<>();
        for (int i = 0; i + 1 < cuts.size(); i++) {
            String parameter = line.substring(cuts.get(i) + 1, cuts.get(i + 1));
            int equals = parameter.indexOf('=');
            if (equals > 0) {
                parameters.put(
                        parameter.substring(0, equals).toUpperCase(Locale.ROOT),
                        parameter.substring(equals + 1).replace("\"", ""));
            }
        }
        lines.add(new ContentLine(
                number,
                line.substring(0, cuts.get(0)).toUpperCase(Locale.ROOT),
                parameters,
                line.substring(colon + 1)));
    }

    String parameter(String called) {
        return parameters.getOrDefault(called, "");
    }

    boolean is(String what, String which) {
        return name.equals(what) && value.strip().equalsIgnoreCase(which);
    }

    /** The value as text, without its escapes. */
    String text() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char letter = value.charAt(i);
            if (letter == '\\' && i + 1 < value.length()) {
                char next = value.charAt(++i);
                text.append(next == 'n' || next == 'N' ? ' ' : next);
            } else {
                text.append(letter);
            }
        }
        return text.toString();
    }
}
