package io.tocsin.pipeline.incident;

import io.tocsin.model.incident.Input;
import io.tocsin.model.incident.PublicStatus;
import java.util.StringJoiner;

/** What people do, as the audit says it. */
final class ActWords {

    /** So much of a text: the audit is kept longer than what it is about. */
    private static final int MOST = 200;

    private ActWords() {}

    /** The last word of the audit's action, of the API's path and of the command. */
    static String verb(Input.Act act) {
        if (act instanceof Input.Acknowledged) {
            return "acknowledge";
        } else if (act instanceof Input.Unacknowledged) {
            return "unacknowledge";
        } else if (act instanceof Input.Assigned) {
            return "assign";
        } else if (act instanceof Input.Stated) {
            return "status";
        } else if (act instanceof Input.ResolvedBy) {
            return "resolve";
        } else if (act instanceof Input.Closed) {
            return "close";
        } else if (act instanceof Input.Hurried) {
            return "escalate";
        }
        return "comment";
    }

    /** What it was about, in one line; may be empty. */
    static String detail(Input.Act act) {
        if (act instanceof Input.Assigned assigned) {
            return "to " + assigned.to().orElse("nobody");
        } else if (act instanceof Input.Stated stated) {
            return detail(stated.change());
        } else if (act instanceof Input.ResolvedBy resolved) {
            return detail(resolved.change());
        } else if (act instanceof Input.Commented comment) {
            return begin(comment.text());
        }
        return "";
    }

    private static String detail(PublicStatus.Change change) {
        StringJoiner said = new StringJoiner("; ");
        change.phase().ifPresent(phase -> said.add(phase.word()));
        change.impact().ifPresent(text -> said.add("impact: " + begin(text)));
        change.rootCause().ifPresent(text -> said.add("root cause: " + begin(text)));
        change.resolution().ifPresent(text -> said.add("resolution: " + begin(text)));
        return said.toString();
    }

    private static String begin(String text) {
        return text.codePointCount(0, text.length()) <= MOST
                ? text
                : text.substring(0, text.offsetByCodePoints(0, MOST)) + " ...";
    }
}
