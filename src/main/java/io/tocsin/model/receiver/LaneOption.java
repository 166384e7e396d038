package io.tocsin.model.receiver;

import io.tocsin.model.delivery.AfterUnknown;
import io.tocsin.model.recipient.Audience;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An option of {@code outbox:}: the one place that says its name, form, default and effect. The endpoint, the check, the schema
 * of receivers' files and the pages of the documentation read it here.
 */
public enum LaneOption {
    TO("to", OptionForm.TEXT, "", "Where through this receiver; empty for the receiver's own address"),
    PROVIDER(
            "provider",
            OptionForm.TEXT,
            "",
            "The provider's word, such as slack: receivers with the same provider and credential share its limit"),
    CREDENTIAL(
            "credential",
            OptionForm.TEXT,
            "",
            "What the provider knows us by (a token, a webhook's URL); only its hash is used"),
    DESTINATION(
            "destination",
            OptionForm.TEXT,
            "",
            "Where this receiver sends by itself, such as a channel's id: receivers with the same one share its limit"),
    BREAKER("breaker", OptionForm.TEXT, "", "The circuit breaker that guards this receiver; while open, no claims"),
    AHEAD(
            "ahead",
            OptionForm.atLeast(0),
            "0",
            "Ahead: how many deliveries are claimed beyond those that are being sent; for sends that take no time, since what waits"
                    + " behind a slow one goes to no other hub"),
    CONCURRENCY("concurrency", OptionForm.atLeast(1), "4", "Concurrency: most sends at one time"),
    RATE("rate", OptionForm.RATE, "0", "Rate: most sends a second with this credential; 0 is no limit"),
    BURST("burst", OptionForm.atLeast(1), "1", "Burst: sends with this credential that may go at once after a pause"),
    DESTINATION_RATE(
            "destinationRate",
            OptionForm.RATE,
            "0",
            "Destination rate: most sends a second to one destination; 0 is no limit"),
    DESTINATION_BURST(
            "destinationBurst",
            OptionForm.atLeast(1),
            "1",
            "Destination burst: sends to one destination that may go at once after a pause"),
    DIGEST_ABOVE(
            "digestAbove",
            OptionForm.atLeast(0),
            "0",
            "Digest above: when more than so many wait for one destination, they are sent as one message; 0 is never"),
    RETRY_SCHEDULE(
            "retrySchedule",
            OptionForm.DURATIONS,
            "5s,30s,2m,5m,15m,30m,1h",
            "Retry schedule: pauses between tries; the last one is repeated"),
    RETRY_FOR(
            "retryFor",
            OptionForm.DURATION,
            "24h",
            "Retry for: how long after its first try a delivery may be tried again"),
    UNKNOWN(
            "unknown",
            OptionForm.oneOf(AfterUnknown.words()),
            "retry",
            "Unknown outcome: what to do with a send that got no answer: retry, retry-once, reconcile or park"),
    OPEN_FOR(
            "openFor",
            OptionForm.SECONDS,
            "60",
            "Open for: how long the breaker stays open after five failures in a row; a number alone is seconds"),
    FALLBACK(
            "fallback",
            OptionForm.TEXT,
            "",
            "Fallback: receiver that takes over what died or waits too long; empty for none"),
    FALLBACK_AFTER(
            "fallbackAfter",
            OptionForm.DURATION,
            "10m",
            "Fallback after: how long the breaker may be open before the fallback takes over; 0s is never"),
    AUDIENCE(
            "audience",
            OptionForm.oneOf(Stream.of(Audience.values()).map(Audience::word).toList()),
            "technical",
            "Audience: who reads it: technical, business, customer or executive"),
    LANGUAGE("language", OptionForm.LANGUAGE, "en", "Language: of the frame around the alert: en, de, fr or es"),
    TIME_ZONE("timeZone", OptionForm.TIME_ZONE, "UTC", "Time zone: in which times are shown, such as Europe/Berlin");

    private final String option;
    private final OptionForm form;
    private final String byDefault;
    private final String description;

    LaneOption(String option, OptionForm form, String byDefault, String description) {
        this.option = option;
        this.form = form;
        this.byDefault = byDefault;
        this.description = description;
    }

    /** Its name, as files have it. */
    public String option() {
        return option;
    }

    /** What a value looks like. */
    public OptionForm form() {
        return form;
    }

    /** What counts where nobody says anything; empty for nothing. */
    public String byDefault() {
        return byDefault;
    }

    /** Its effect in a sentence, with its unit. */
    public String description() {
        return description;
    }

    /**
     * Whether a receiver can be told it, in its file or in the hub's properties. The others are the channel's, and stand in its
     * route alone: a parameter of a receiver may have the same name and another meaning.
     */
    public boolean isReceivers() {
        return compareTo(CONCURRENCY) >= 0;
    }

    /** Those that a receiver can be told, in the order of the documentation. */
    public static List<LaneOption> ofReceivers() {
        return Arrays.stream(values()).filter(LaneOption::isReceivers).toList();
    }

    /** The option of a receiver with exactly this name. */
    public static Optional<LaneOption> ofReceiver(String name) {
        return ofReceivers().stream().filter(each -> each.option.equals(name)).findFirst();
    }

    /** What is wrong with a value, as {@code rate is fast; expected ...}; empty where nothing is. */
    public Optional<String> fault(String found) {
        return form.fits().test(found)
                ? Optional.empty()
                : Optional.of(option + " is " + found + "; expected " + expected());
    }

    /** What fits, in words: of a number also what it counts, since nothing else would say so. */
    public String expected() {
        return form.isNumber() ? form.expected() + ": " + meaning() : form.expected();
    }

    /** The description without the title in front. */
    private String meaning() {
        return description.substring(description.indexOf(": ") + 2);
    }
}
