package io.tocsin.pipeline.incident;

import io.tocsin.model.incident.Input;
import io.tocsin.model.incident.PublicStatus;
import java.util.StringJoiner;

/** What people do, as the audit says it. */
final class ActWords {

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
            return comment.text();
        }
        return "";
    }

    private static String detail(PublicStatus.Change change) {
        StringJoiner said = new StringJoiner("; ");
        change.phase().ifPresent(phase -> said.add(phase.word()));
        change.impact().ifPresent(text -> said.add("impact: " + text));
        change.rootCause().ifPresent(text -> said.add("root cause: " + text));
        change.resolution().ifPresent(text -> said.add("resolution: " + text));
        return said.toString();
    }
}
