package io.tocsin.model.recipient;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * That somebody is told of something since they are on call, as the message says it to them.
 *
 * @param schedule the schedule's name
 * @param until when they are it no more, over all shifts in a row that have them; empty where that is further than {@link #FAR}
 */
public record OnCall(String schedule, Optional<Instant> until) {

    private static final String NAME = "onCall";
    private static final String FIELD = "\"" + NAME + "\":";

    /** What is further than that is not looked for: nobody asks of a message who is on call in a month. */
    public static final Duration FAR = Duration.ofDays(31);

    /**
     * Finds out, from state and time alone.
     *
     * @param person their name
     * @param schedules the names of those that may be why they are told, in the order in which they are asked
     * @param now when they are told
     * @param recipients as they are now
     * @return the first of these schedules that has them now; empty where none does
     */
    static Optional<OnCall> of(String person, Collection<String> schedules, Instant now, Recipients recipients) {
        return schedules.stream()
                .flatMap(name -> recipients.schedule(name).stream())
                .filter(schedule -> schedule.people(now).contains(person))
                .findFirst()
                .map(schedule -> new OnCall(schedule.name(), schedule.until(now, person, FAR)));
    }

    /** What {@link Person#about} wrote of it; empty where they are not told since they are on call. */
    static Optional<OnCall> in(String about) {
        return Optional.of(textIn(about))
                .filter(text -> !text.isEmpty())
                .map(Person::read)
                .map(said -> new OnCall(
                        said.path("schedule").asText(),
                        Optional.ofNullable(said.path("until").textValue()).map(Instant::parse)));
    }

    /** The same as JSON text, {@code {schedule, until}}; empty where there is none. */
    public static String textIn(String about) {
        return about.contains(FIELD) ? Person.read(about).path(NAME).toString() : "";
    }

    /** What {@link Person#about} wrote without it: the same for every message to them. */
    public static String without(String about) {
        return about.contains(FIELD)
                ? ((ObjectNode) Person.read(about)).without(List.of(NAME)).toString()
                : about;
    }

    /** What {@link Person#about} wrote, of both parts. */
    public static String added(String about, String onCall) {
        return onCall.isEmpty()
                ? about
                : ((ObjectNode) Person.read(about))
                        .set(NAME, Person.read(onCall))
                        .toString();
    }

    /** Adds it to what is said of the person: {@code onCall: {schedule, until}}. */
    public void addTo(ObjectNode about) {
        ObjectNode told = about.putObject(NAME).put("schedule", schedule);
        until.ifPresent(time -> told.put("until", time.toString()));
    }
}
