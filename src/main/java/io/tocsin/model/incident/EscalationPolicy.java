package io.tocsin.model.incident;

import io.tocsin.model.alert.Severity;
import io.tocsin.model.recipient.Page;
import io.tocsin.model.recipient.Target;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Who is paged one after the other until somebody acknowledges.
 *
 * @param name unique among policies
 * @param description for a reader; may be empty
 * @param steps at least one
 * @param repeat how often the steps begin anew after the last one, while nobody answers
 * @param most after how long it ends, whatever steps are left; empty is never
 * @param unanswered who is notified when it ends and nobody has answered
 * @param acknowledgedFor how long an acknowledgement holds; empty is for good
 */
public record EscalationPolicy(
        String name,
        String description,
        List<Step> steps,
        int repeat,
        Optional<Duration> most,
        List<Target> unanswered,
        Optional<Duration> acknowledgedFor) {

    public EscalationPolicy {
        steps = List.copyOf(steps);
        unanswered = List.copyOf(unanswered);
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("an escalation without steps");
        }
    }

    /**
     * Some are paged, and have so long to answer.
     *
     * @param pages who; may be nobody, for a step that only waits
     * @param delay until the next step, by severity
     * @param severity how bad the incident is at least from then on; empty leaves it as it is
     */
    public record Step(List<Page> pages, Wait delay, Optional<Severity> severity) {

        public Step {
            pages = List.copyOf(pages);
        }
    }
}
