package io.tocsin.model.incident;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A person does something: what is valid as the incident stands, and changes something, happens. */
final class Acting {

    /** What a line of the timeline quotes of a text. */
    private static final int QUOTED = 200;

    private final Draft draft;

    Acting(Draft draft) {
        this.draft = draft;
    }

    void enter(Input.Act act) {
        draft.refused = refusal(act);
        if (draft.refused.isPresent()) {
            return;
        }
        if (act instanceof Input.Acknowledged) {
            acknowledge(act.by());
        } else if (act instanceof Input.Unacknowledged) {
            unacknowledge(act.by());
        } else if (act instanceof Input.Assigned assigned) {
            assign(assigned);
        } else if (act instanceof Input.Stated stated) {
            state(stated.by(), stated.change());
        } else if (act instanceof Input.ResolvedBy resolved) {
            resolve(resolved);
        } else if (act instanceof Input.Closed) {
            close(act.by());
        } else if (act instanceof Input.Hurried) {
            draft.enter(Entry.Kind.HURRIED, act.by(), "wants the next step of its escalation at once", "");
            Escalating.now(draft);
        } else if (act instanceof Input.Commented comment) {
            draft.enter(Entry.Kind.COMMENTED, act.by(), "commented", quoted(comment.text()));
        }
    }

    /** Why it can't be done as the incident stands, if it can't. */
    private Optional<String> refusal(Input.Act act) {
        Incident.Status status = draft.status();
        String is = "it is " + status.word();
        if (act instanceof Input.Hurried) {
            return hurries(status, is);
        }
        return switch (status) {
            case CLOSED ->
                isClosing(act)
                        ? Optional.empty()
                        : draft.handling
                                .closed()
                                .map(closing -> is + ", by " + closing.by() + " at " + closing.at()
                                        + ": nothing of it can be changed any more");
            case RESOLVED -> {
                if (act instanceof Input.Acknowledged || act instanceof Input.Unacknowledged) {
                    yield Optional.of(is + ": nobody has to see to it any more");
                }
                yield phase(act)
                        .filter(phase -> phase != PublicStatus.Phase.RESOLVED)
                        .map(phase -> is + ", so its public status stays resolved: it can't be " + phase.word());
            }
            case ENDING -> {
                if (act instanceof Input.Closed) {
                    yield Optional.of(is + ": resolve it first, or wait until its rules have looked");
                }
                yield act instanceof Input.Acknowledged
                                && draft.handling.acknowledged().isEmpty()
                        ? Optional.of(is + ": all its alerts are over, so there is nothing to acknowledge")
                        : tooEarly(act, is);
            }
            case OPEN, ACKNOWLEDGED -> {
                if (act instanceof Input.Closed) {
                    yield Optional.of(is + ": resolve it first");
                }
                yield tooEarly(act, is);
            }
        };
    }

    private Optional<String> hurries(Incident.Status status, String is) {
        if (status != Incident.Status.OPEN) {
            return Optional.of(is + ": nobody is paged of it any more");
        }
        return draft.escalations.stream().anyMatch(Escalation::isOpen)
                ? Optional.empty()
                : Optional.of("none of its rules that have looked names an escalation (escalate)");
    }

    /** Readers are not told that it is over while it may go on. */
    private static Optional<String> tooEarly(Input.Act act, String is) {
        return phase(act)
                .filter(phase -> phase == PublicStatus.Phase.RESOLVED)
                .map(phase -> is + ", so its public status can't be resolved: resolve it first");
    }

    private static Optional<PublicStatus.Phase> phase(Input.Act act) {
        return act instanceof Input.Stated stated ? stated.change().phase() : Optional.empty();
    }

    /** What a closed incident was told already. */
    private static boolean isClosing(Input.Act act) {
        return act instanceof Input.Closed
                || act instanceof Input.ResolvedBy resolved && resolved.change().equals(PublicStatus.Change.NONE);
    }

    private void acknowledge(String by) {
        if (draft.handling.acknowledged().isPresent()) {
            return;
        }
        draft.enter(
                Entry.Kind.ACKNOWLEDGED, by, "acknowledged", draft.severity().word());
        draft.withdraw(
                draft.told.stream()
                        .filter(told -> told.kind() == Kind.REMINDER && !told.page() && told.waits())
                        .toList(),
                true); // who was to be reminded is told this instead
        List<Told> pages =
                draft.told.stream().filter(told -> told.page() && told.waits()).toList();
        draft.withdraw(pages, Withdrawn.Why.ANSWERED, by + " acknowledged it before");
        Escalating.answered(draft, pages);
        draft.act();
        draft.handling = draft.handling.acknowledged(
                Optional.of(new Handling.Acknowledgement(by, draft.now, draft.severity(), draft.version)));
    }

    private void unacknowledge(String by) {
        if (draft.handling.acknowledged().isEmpty()) {
            return;
        }
        Instant since = draft.past(draft.handling.acknowledged().get().at());
        draft.handling = draft.handling.acknowledged(Optional.empty());
        draft.escalations.replaceAll(one -> one.goingOn(since, draft.now));
        draft.enter(Entry.Kind.UNACKNOWLEDGED, by, "not acknowledged any more", "");
        edited();
    }

    private void assign(Input.Assigned act) {
        if (draft.handling.assignee().equals(act.to())) {
            return;
        }
        draft.handling = draft.handling.assigned(act.to());
        draft.enter(Entry.Kind.ASSIGNED, act.by(), "assigned to " + act.to().orElse("nobody"), "");
        edited();
    }

    private void state(String by, PublicStatus.Change change) {
        PublicStatus said = draft.handling.status().with(change);
        PublicStatus next =
                draft.state == Incident.State.OVER && said.isSaid() ? said.in(PublicStatus.Phase.RESOLVED) : said;
        if (next.equals(draft.handling.status())) {
            return;
        }
        draft.handling = draft.handling.saying(next);
        String phase = next.phase().map(PublicStatus.Phase::word).orElse("nothing");
        draft.enter(Entry.Kind.STATUS, by, "public status " + phase, quoted(next.impact()));
        edited();
    }

    private void resolve(Input.ResolvedBy act) {
        if (draft.state == Incident.State.OVER) {
            state(act.by(), act.change());
            return;
        }
        new Steadying(draft).all();
        draft.handling = draft.handling
                .saying(draft.handling.status().with(act.change()))
                .resolved(new Handling.Resolution(act.by(), draft.now, draft.worst));
        draft.publicStatusIsOver();
        draft.state = Incident.State.OVER;
        draft.resolvedAt = draft.resolvedAt.or(() -> Optional.of(draft.now));
        draft.reopenAt = act.reopen().isZero() ? Optional.empty() : Optional.of(draft.now.plus(act.reopen()));
        draft.subscriptions.replaceAll((rule, held) -> held.notLooking());
        draft.escalations.replaceAll(Escalation::over);
        int fire = draft.firing.total();
        draft.enter(
                Entry.Kind.RESOLVED,
                act.by(),
                "resolved",
                fire == 0 ? "" : String.format(Locale.ROOT, "%d of its alerts still fire", fire));
        draft.act();
    }

    private void close(String by) {
        if (draft.handling.closed().isPresent()) {
            return;
        }
        draft.handling = draft.handling.closed(new Handling.Closing(by, draft.now));
        draft.enter(Entry.Kind.CLOSED, by, "closed", "");
    }

    /** Those who were told of it are told; of one that is over they were told the end. */
    private void edited() {
        if (draft.state != Incident.State.OVER) {
            draft.act();
        }
    }

    private static String quoted(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        return line.length() <= QUOTED ? line : line.substring(0, QUOTED) + " ...";
    }
}
