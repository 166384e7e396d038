package io.tocsin.app.imports.oncall;

import com.fasterxml.jackson.core.JsonPointer;
import io.tocsin.files.InvalidFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** The entries of all answers, each taken by whoever knows what it is. */
final class Things {

    /** Fields in which an API puts a list of what was asked for, or the one thing. */
    private static final Set<String> WRAPPED = Set.of(
            "data", "results", "schedules", "schedule", "users", "user", "escalation_policies", "escalation_policy");

    private final List<Part> roots;
    private final List<Part> all = new ArrayList<>();
    private int taken;

    Things(List<Part> roots) {
        this.roots = List.copyOf(roots);
        roots.forEach(this::unwrap);
    }

    private void unwrap(Part root) {
        boolean isWrapped = false;
        for (String field : WRAPPED) {
            if (root.json().path(field).isContainerNode() && !root.json().has("id")) {
                isWrapped = true;
                each(root.at(field));
            }
        }
        if (!isWrapped) {
            each(root);
        }
        if (root.json().path("more").asBoolean(false)
                || root.json().path("next").isTextual()
                || root.json().path("paging").path("next").isTextual()) {
            root.left("an answer of which there are more pages", "fetch these as well, and name their files, too");
        }
    }

    private void each(Part part) {
        if (part.json().isArray()) {
            all.addAll(part.parts());
        } else {
            all.add(part);
        }
    }

    /** Those that are such a thing, in the order of the files. */
    List<Part> take(Predicate<Part> what) {
        List<Part> some =
                all.stream().filter(part -> part.json().isObject()).filter(what).toList();
        taken += some.size();
        all.removeAll(some);
        return some;
    }

    /** Says of those that nobody took that they are left out. */
    void leaveTheRest() {
        all.forEach(part -> part.left("something without a known form", "this import does not know it"));
        all.clear();
    }

    /** @throws InvalidFileException if no entry of any answer was taken */
    void refuseIfNone(String title) {
        if (taken == 0) {
            throw new InvalidFileException(List.of(roots.get(0)
                    .file()
                    .finding(
                            JsonPointer.empty(),
                            "nothing that the API of " + title + " answers",
                            "answers about users, schedules and escalations",
                            "save what it answers as it is, and name those files")));
        }
    }
}
