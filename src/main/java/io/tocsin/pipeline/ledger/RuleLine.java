package io.tocsin.pipeline.ledger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.alert.Severity;
import io.tocsin.model.incident.Decision;
import io.tocsin.model.incident.Entry;
import io.tocsin.model.incident.Matched;
import io.tocsin.model.incident.Member;
import io.tocsin.model.incident.Policy;
import io.tocsin.model.incident.Subscription;
import io.tocsin.model.incident.Verdict;
import io.tocsin.model.notice.Notice;
import io.tocsin.model.recipient.Target;
import io.tocsin.pipeline.incident.IncidentBook;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a decision about an alert is to one rule, as a line of the event's trace. */
final class RuleLine {

    private RuleLine() {}

    /** @param isOneShot whether nothing ends the alert, so that the rule's dedup says when the same again is news */
    static void write(
            ObjectNode line,
            String rule,
            Map<String, Policy> policies,
            IncidentBook.Outcome outcome,
            boolean isOneShot) {
        Decision decision = outcome.decision();
        Optional<Policy> policy = Optional.ofNullable(policies.get(rule));
        boolean isStale = decision.member().filter(Member::isStale).isPresent();
        boolean resolved = policy.map(Policy::resolved).orElse(true) && !isStale;
        Verdict verdict = Verdict.of(decision.effect(), resolved);
        line.put("rule", rule).put("verdict", verdict.word());
        if (verdict == Verdict.NOT_OPEN) {
            return;
        }
        line.put("incident", outcome.incidentId())
                .put("version", decision.next().incident().version());
        List<Notice> notices = outcome.notices().stream()
                .filter(notice -> notice.rules().contains(rule))
                .toList();
        notices.stream().findFirst().ifPresent(notice -> line.put(
                        "kind", notice.kind().word())
                .put("round", notice.round())
                .put("notice", notice.id()));
        if (verdict == Verdict.DUPLICATE) {
            repeats(line, rule, decision, policy.filter(says -> isOneShot));
        } else if (verdict == Verdict.FLAPPING) {
            decision.member()
                    .flatMap(Member::flapping)
                    .ifPresent(flaps -> line.put(
                            "reason",
                            "it flaps: if nothing changes until " + flaps.steadyAt()
                                    + ", who was notified of it is notified then of what it is"));
        } else if (verdict == Verdict.RESOLVED_QUIETLY) {
            line.put(
                    "reason",
                    isStale
                            ? "nobody says when it is over, and it was not sent again; so nobody is notified of its end"
                            : "the incident is over; the rule says resolved: false, so nobody is notified of it"
                                    + (outcome.notices().isEmpty() ? "" : " through this rule; another one notifies"));
        } else if (notices.isEmpty()) {
            why(outcome, rule, policy).ifPresent(reason -> line.put("reason", reason));
        }
    }

    /** What the same again would be to the rule. */
    static void writeRepeat(
            ObjectNode line,
            String rule,
            Map<String, Policy> policies,
            IncidentBook.Outcome outcome,
            boolean isOneShot) {
        line.put("rule", rule).put("verdict", Verdict.DUPLICATE.word()).put("incident", outcome.incidentId());
        repeats(
                line,
                rule,
                outcome.decision(),
                Optional.ofNullable(policies.get(rule)).filter(says -> isOneShot));
    }

    /** Since when an alert goes on that is told again, and until when the same again is one more, if that ever ends. */
    private static void repeats(ObjectNode line, String rule, Decision decision, Optional<Policy> windowed) {
        Optional<Member> member = decision.member();
        member.flatMap(found -> found.matchedBy(rule)).map(Matched::newsAt).ifPresent(since -> {
            line.put("since", since.toString());
            windowed.ifPresent(
                    says -> line.put("until", since.plus(says.dedup()).toString()));
        });
    }

    private static Optional<String> why(IncidentBook.Outcome outcome, String rule, Optional<Policy> policy) {
        Decision decision = outcome.decision();
        Optional<String> waits = decision.next().subscriptions().stream()
                .filter(held -> held.rule().equals(rule))
                .findFirst()
                .flatMap(Subscription::dueAt)
                .map(due -> "the rule notifies of it at " + due.truncatedTo(ChronoUnit.MILLIS) + " at the earliest");
        Optional<String> withdrawn = decision.withdrawn().isEmpty()
                ? Optional.empty()
                : decision.entries().stream()
                        .filter(entry -> entry.kind() == Entry.Kind.WITHDRAWN)
                        .map(Entry::why)
                        .findFirst();
        Optional<String> held = decision.entries().stream()
                .filter(entry -> entry.kind() == Entry.Kind.HOLD)
                .map(Entry::why)
                .findFirst();
        Optional<String> dropped = decision.member()
                .flatMap(member -> member.matchedBy(rule))
                .filter(Matched::isDropped)
                .map(match -> "it began outside the rule's active times, and the rule says later: drop");
        return dropped.or(() -> held)
                .or(() -> waits)
                .or(() -> withdrawn)
                .or(() -> decision.effect() == Decision.Effect.ENDED
                                && outcome.notices().isEmpty()
                        ? Optional.of("nobody was notified of the beginning, so nobody is of the end")
                        : Optional.empty())
                .or(() -> policy.flatMap(says -> via(says, decision)));
    }

    /** Where a rule names people only, and none by the severity. */
    private static Optional<String> via(Policy policy, Decision decision) {
        Severity severity = decision.next().incident().severity();
        return policy.targets().stream()
                        .anyMatch(target -> target instanceof Target.People people
                                && people.via().kinds(severity).isEmpty())
                ? Optional.of("people are sent nothing of severity " + severity.word() + ": the rule's via says so")
                : Optional.empty();
    }
}
