package io.tocsin.model.silence;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How large a regular expression becomes once its counted repetitions are written out: {@code (a{100}){100}} is ten thousand
 * instructions of eleven characters. It is told from the text, before anything is made of it.
 */
final class RegexSize {

    /** More than any that a person writes; a value of a thousand characters is matched in some milliseconds at most. */
    static final long MOST = 5_000;

    private RegexSize() {}

    static void check(String name, String regex) {
        if (of(regex) > MOST) {
            throw new InvalidScopeException("the regular expression of " + name
                    + " repeats so much that it has more than " + MOST + " parts; write fewer or smaller repetitions");
        }
    }

    /** About how many instructions it has; never fewer than half of them. */
    static long of(String regex) {
        Deque<Long> groups = new ArrayDeque<>();
        long all = 0;
        long last = 0;
        for (int at = 0; at < regex.length(); at++) {
            char c = regex.charAt(at);
            if (c == '\\') {
                int end = regex.startsWith("\\Q", at) ? regex.indexOf("\\E", at) : -1;
                int quoted = end < 0 ? regex.length() - at : end - at;
                all += last;
                last = regex.startsWith("\\Q", at) ? quoted : 1;
                at += regex.startsWith("\\Q", at) ? quoted : 1;
            } else if (c == '(') {
                groups.push(all + last);
                all = 0;
                last = 0;
            } else if (c == ')' && !groups.isEmpty()) {
                last = all + last + 1;
                all = groups.pop();
            } else if (c == '[') {
                all += last;
                last = 1;
                at = endOfClass(regex, at);
            } else if (c == '{') {
                last = Math.min(MOST + 1, last * repetitions(regex, at));
            } else {
                all += last;
                last = 1;
            }
            all = Math.min(all, MOST + 1);
        }
        while (!groups.isEmpty()) {
            all += groups.pop();
        }
        return all + last;
    }

    private static int endOfClass(String regex, int from) {
        int at = regex.startsWith("[^", from) ? from + 2 : from + 1;
        for (int first = at; at < regex.length(); at++) {
            if (regex.charAt(at) == '\\') {
                at++;
            } else if (regex.charAt(at) == ']' && at > first) {
                return at;
            }
        }
        return regex.length();
    }

    /** The largest number in braces; 1 where they hold none. */
    private static long repetitions(String regex, int from) {
        long most = 1;
        long number = 0;
        for (int at = from + 1; at < regex.length() && regex.charAt(at) != '}'; at++) {
            char c = regex.charAt(at);
            number = c >= '0' && c <= '9' ? Math.min(MOST, 10 * number + c - '0') : 0;
            most = Math.max(most, number);
        }
        return most;
    }
}
