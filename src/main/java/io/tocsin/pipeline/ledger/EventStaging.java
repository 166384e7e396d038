package io.tocsin.pipeline.ledger;

import io.tocsin.model.event.Event;
import io.tocsin.model.incident.Policy;
import io.tocsin.pipeline.question.QuestionNews;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.camel.Exchange;

/**
 * What the decide route says of one event, gathered while the route runs and committed when it ends: the event's unit
 * of work.
 */
public final class EventStaging {

    /** So many alerts are decided in one transaction: senders wait for no more than some hundredths of a second. */
    public static final int SLICE = 100;

    private static final String PROPERTY = "tocsin.event";

    private final Event event;
    private final List<Observed> observed = new ArrayList<>();
    private final List<BadAlert> badAlerts = new ArrayList<>();
    private Optional<QuestionNews> questionNews = Optional.empty();
    private Consumer<Outcome> afterCommit = outcome -> {};
    private int from;
    private boolean last = true;
    private Optional<String> mapping = Optional.empty();
    private Optional<String> rulesVersion = Optional.empty();
    private Map<String, Policy> policies = Map.of();
    private Optional<String> deadReason = Optional.empty();

    /** @param event the claimed event that this is about */
    public EventStaging(Event event) {
        this.event = event;
    }

    /**
     * The same as parts of {@value #SLICE} alerts, to be committed one after the other, the first ones left out that were
     * committed before: at least one part. What is no alert, and the done mark, are of the last one.
     *
     * @param decided how many alerts earlier parts have decided
     */
    public List<EventStaging> slices(int decided) {
        List<EventStaging> slices = new ArrayList<>();
        int begin = Math.min(decided, observed.size());
        do {
            int end = Math.min(begin + SLICE, observed.size());
            slices.add(slice(begin, end));
            begin = end;
        } while (begin < observed.size());
        return slices;
    }

    private EventStaging slice(int begin, int end) {
        EventStaging slice = new EventStaging(event);
        slice.from = begin;
        slice.last = end == observed.size();
        slice.observed.addAll(observed.subList(begin, end));
        slice.mapping = mapping;
        slice.rulesVersion = rulesVersion;
        slice.policies = policies;
        slice.afterCommit = afterCommit;
        if (slice.last) {
            slice.badAlerts.addAll(badAlerts);
            slice.deadReason = deadReason;
            slice.questionNews = questionNews;
        }
        return slice;
    }

    /** Whether all its alerts fit into one transaction. */
    public boolean fitsOneSlice() {
        return observed.size() <= SLICE;
    }

    /** The unit of work that the inbox opened for this exchange, or for the one it was split from. */
    public static EventStaging of(Exchange exchange) {
        EventStaging staging = exchange.getProperty(PROPERTY, EventStaging.class);
        if (staging == null) {
            throw new IllegalStateException("this step needs a route that starts from inbox:events");
        }
        return staging;
    }

    /** Opens it for an exchange; copies of the exchange share it. */
    public void open(Exchange exchange) {
        exchange.setProperty(PROPERTY, this);
    }

    /** The claimed event. */
    public Event event() {
        return event;
    }

    /** Says which mapping took the event. */
    public void mappedBy(String name) {
        mapping = Optional.of(name);
    }

    /**
     * Says which rules decide.
     *
     * @param version what they are called
     * @param all what the enabled ones say, by name, whether they matched or not: a rule that keeps an incident hears that its
     *     alert is over even if the alert does not match any more
     */
    public void decidedBy(String version, Map<String, Policy> all) {
        rulesVersion = Optional.of(version);
        policies = all;
    }

    Map<String, Policy> policies() {
        return policies;
    }

    /** Adds an alert that the event means. */
    public void observe(Observed alert) {
        observed.add(alert);
    }

    /** Says what the event means for questions. */
    public void asks(QuestionNews news) {
        questionNews = Optional.of(news);
    }

    /** Adds an alert of the event that cannot be one. */
    public void refuse(int index, String reason) {
        badAlerts.add(new BadAlert(index, reason));
    }

    /**
     * Says that nothing can be made of the event: it becomes a dead letter; or each of the alerts does that were to be
     * decided again, because what was made of the others stands.
     */
    public void giveUp(String reason) {
        if (event.redo().isEmpty()) {
            deadReason = Optional.of(reason);
        } else {
            event.redo().stream().sorted().forEach(index -> refuse(index, reason));
        }
    }

    /** Says what follows outside the store from what comes of each alert, once that is committed. */
    public void afterCommit(Consumer<Outcome> action) {
        afterCommit = action;
    }

    void comes(Outcome outcome) {
        afterCommit.accept(outcome);
    }

    /**
     * Whether the idempotent consumer knew all that the event means, so that most likely nobody is told of it: it may wait for the
     * next commit that somebody else needs.
     */
    public boolean isRepeat() {
        return !observed.isEmpty()
                && badAlerts.isEmpty()
                && deadReason.isEmpty()
                && observed.stream().allMatch(each -> each.seen().isPresent());
    }

    /** Whether alerts of its event were decided before it. */
    boolean continues() {
        return from > 0;
    }

    /** How many alerts of its event are decided with it. */
    int decidedTo() {
        return from + observed.size();
    }

    /** Whether its event is done with it. */
    boolean isLast() {
        return last;
    }

    List<Observed> observed() {
        return observed;
    }

    List<BadAlert> badAlerts() {
        return badAlerts;
    }

    Optional<QuestionNews> questionNews() {
        return questionNews;
    }

    Optional<String> mapping() {
        return mapping;
    }

    Optional<String> rulesVersion() {
        return rulesVersion;
    }

    Optional<String> deadReason() {
        return deadReason;
    }

    /**
     * One thing in a mapping's output that is no alert.
     *
     * @param index which, from 0
     * @param reason why not
     */
    record BadAlert(int index, String reason) {}
}
