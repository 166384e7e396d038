package io.tocsin.model.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an event means.
 *
 * @param fingerprint the same trouble has the same fingerprint, firing or resolved, within its identity; at most 255 characters
 * @param status firing or resolved
 * @param severity how bad
 * @param title one line, at most 300 characters
 * @param description free text, at most 16,384 characters; may be empty
 * @param source who said so: {@code aws.codepipeline}, {@code alertmanager}, or the name of the hub's source
 * @param labels what the alert is about (service, pipeline, instance, account, region ...)
 * @param annotations what a reader wants to know: {@code impact}, {@code root_cause}, {@code resolution} and any other
 * @param links where to look further
 * @param value the measured value as the sender wrote it
 * @param threshold the value that was crossed, as the sender wrote it
 * @param startsAt when the trouble began, by the sender's clock
 * @param endsAt when it ended, by the sender's clock
 * @param toldAt when its sender said so, by the sender's clock: what was said later stands; empty where the order of coming
 *     counts
 * @param resolveAfter for how long it goes on without being told again; empty where silence means nothing
 * @param staleAfter its sender tells no ends: after how long without another word it is over, which is told to nobody; empty where
 *     an end is told, and where {@code resolveAfter} says when it is over
 * @param origin the hub's source whose event said so: {@code am-eu}, {@code github}
 * @param identity within which the fingerprint is unique: see {@link AlertKey}
 * @param episode what its sender told of the episode's times, where order may go by them; only what was just told has it
 */
public record Alert(
        String fingerprint,
        AlertStatus status,
        Severity severity,
        String title,
        String description,
        String source,
        Map<String, String> labels,
        Map<String, String> annotations,
        List<Link> links,
        Optional<String> value,
        Optional<String> threshold,
        Instant startsAt,
        Optional<Instant> endsAt,
        Optional<Instant> toldAt,
        Optional<Duration> resolveAfter,
        Optional<Duration> staleAfter,
        String origin,
        String identity,
        Episode episode) {

    public Alert {
        labels = Map.copyOf(labels);
        annotations = Map.copyOf(annotations);
        links = List.copyOf(links);
    }

    /** An alert as its mapping says it, not yet {@link #from a source} of the hub: its own source stands in for that, and for its identity. */
    public Alert(
            String fingerprint,
            AlertStatus status,
            Severity severity,
            String title,
            String description,
            String source,
            Map<String, String> labels,
            Map<String, String> annotations,
            List<Link> links,
            Optional<String> value,
            Optional<String> threshold,
            Instant startsAt,
            Optional<Instant> endsAt,
            Optional<Instant> toldAt,
            Optional<Duration> resolveAfter) {
        this(
                fingerprint,
                status,
                severity,
                title,
                description,
                source,
                labels,
                annotations,
                links,
                value,
                threshold,
                startsAt,
                endsAt,
                toldAt,
                resolveAfter,
                Optional.empty(),
                source,
                source,
                Episode.NONE);
    }

    /** An alert that stands when it comes, and whose silence means nothing. */
    public Alert(
            String fingerprint,
            AlertStatus status,
            Severity severity,
            String title,
            String description,
            String source,
            Map<String, String> labels,
            Map<String, String> annotations,
            List<Link> links,
            Optional<String> value,
            Optional<String> threshold,
            Instant startsAt,
            Optional<Instant> endsAt) {
        this(
                fingerprint,
                status,
                severity,
                title,
                description,
                source,
                labels,
                annotations,
                links,
                value,
                threshold,
                startsAt,
                endsAt,
                Optional.empty(),
                Optional.empty());
    }

    /** The same from a source of the hub, in an identity. */
    public Alert from(String hubSource, String scope) {
        return with(startsAt, resolveAfter, staleAfter, hubSource, scope, episode);
    }

    /** The same in an episode whose times its sender told. */
    public Alert during(Episode told) {
        return with(startsAt, resolveAfter, staleAfter, origin, identity, told);
    }

    /** The same since another time. */
    Alert startingAt(Instant begin) {
        return begin.equals(startsAt) ? this : with(begin, resolveAfter, staleAfter, origin, identity, episode);
    }

    /** The same, over since another time. */
    Alert endingAt(Optional<Instant> end) {
        return new Alert(
                fingerprint,
                status,
                severity,
                title,
                description,
                source,
                labels,
                annotations,
                links,
                value,
                threshold,
                startsAt,
                end,
                toldAt,
                resolveAfter,
                staleAfter,
                origin,
                identity,
                episode);
    }

    /**
     * The same where its mapping says how it ends.
     *
     * @param silence for how long it goes on without being told again, where it does not say so itself
     * @param stale after how long without another word it is over without a word, where silence means nothing else
     */
    public Alert ending(Optional<Duration> silence, Optional<Duration> stale) {
        Optional<Duration> after = resolveAfter.or(() -> silence);
        return with(startsAt, after, after.isPresent() ? Optional.empty() : stale, origin, identity, episode);
    }

    /** The same, over after so long without another word at the latest, which is told. */
    public Alert lastingAtMost(Duration silence) {
        Duration after = resolveAfter.filter(own -> own.compareTo(silence) < 0).orElse(silence);
        return with(startsAt, Optional.of(after), Optional.empty(), origin, identity, episode);
    }

    private Alert with(
            Instant begin,
            Optional<Duration> silence,
            Optional<Duration> stale,
            String hubSource,
            String scope,
            Episode times) {
        return new Alert(
                fingerprint,
                status,
                severity,
                title,
                description,
                source,
                labels,
                annotations,
                links,
                value,
                threshold,
                begin,
                endsAt,
                toldAt,
                silence,
                stale,
                hubSource,
                scope,
                times);
    }

    /** After how long without another word it is over, told or not; empty where silence means nothing. */
    public Optional<Duration> lasts() {
        return resolveAfter.or(() -> staleAfter);
    }

    /** What makes another alert the same. */
    public AlertKey key() {
        return new AlertKey(identity, fingerprint);
    }
}
