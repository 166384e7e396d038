package io.tocsin.source.slack;

import static io.tocsin.source.slack.SlackText.plain;
import static io.tocsin.source.slack.SlackText.time;

import io.tocsin.files.NearestWord;
import io.tocsin.model.schedule.Schedule;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** What commands are answered, for the eyes of whoever typed them. */
final class CommandTexts {

    /** As many as can be looked over. */
    static final int MOST = 20;

    /** So many characters of an id tell it from the others that are open. */
    private static final int SHORT = 6;

    /** Fewer could be meant as a place in a list, which is another one's by now. */
    static final int SHORTEST = 4;

    private static final int TITLE = 150;

    private CommandTexts() {}

    static String help(String command) {
        String name = plain(command, 40);
        return String.join(
                "\n",
                "`" + name + " on-call [schedule]`, `" + name + " who`: who is on call, and until when",
                "`" + name + " incidents`: what is open, the worst first",
                "`" + name + " ack &lt;id&gt;`: acknowledge one; the end of its id will do",
                "`" + name + " escalate &lt;id&gt;`: have the next step of its escalation come now");
    }

    static String unknown(SlashCommand asked) {
        return "No such command: " + plain(asked.verb(), 40) + "\n" + help(asked.name());
    }

    /** @param wanted the schedule's name; empty for all */
    static String onCall(List<Schedule> schedules, String wanted, Instant now) {
        if (schedules.isEmpty()) {
            return "There is no schedule (docs/on-call.md).";
        }
        List<Schedule> meant = schedules.stream()
                .filter(schedule -> wanted.isEmpty() || schedule.name().equalsIgnoreCase(wanted))
                .toList();
        List<String> names = schedules.stream().map(Schedule::name).toList();
        return meant.isEmpty()
                ? "No schedule is called " + plain(wanted, TITLE) + "; "
                        + NearestWord.of(wanted, names)
                                .map(name -> "did you mean " + plain(name, TITLE) + "?")
                                .orElseGet(() -> "there are " + plain(String.join(", ", names), 1_000) + ".")
                : meant.stream()
                        .limit(MOST)
                        .map(schedule -> onCall(schedule, now))
                        .collect(Collectors.joining("\n"));
    }

    private static String onCall(Schedule schedule, Instant now) {
        return "*" + plain(schedule.name(), TITLE) + "*: " + people(schedule.people(now))
                + schedule.until(now)
                        .map(until -> " until " + time(until) + ", then " + people(schedule.people(until)))
                        .orElse("");
    }

    private static String people(List<String> names) {
        return names.isEmpty() ? "nobody" : plain(String.join(", ", names), 500);
    }

    /** @param open the worst first; one more than {@link #MOST} where there are more */
    static String incidents(List<SlackBoard.Open> open) {
        if (open.isEmpty()) {
            return "Nothing is open.";
        }
        return open.stream().limit(MOST).map(CommandTexts::line).collect(Collectors.joining("\n"))
                + (open.size() > MOST ? "\n... and more: `./hub incidents list`" : "");
    }

    private static String line(SlackBoard.Open one) {
        String status =
                switch (one.status()) {
                    case "acknowledged" ->
                        "acknowledged by "
                                + one.acknowledgedBy().map(by -> plain(by, 100)).orElse("somebody");
                    case "ending" -> "its alerts are over";
                    default -> "nobody sees to it";
                };
        return named(one) + ": " + one.severity() + ", since " + time(one.openedAt()) + ", " + status;
    }

    static String named(SlackBoard.Open one) {
        return "`" + one.id().substring(Math.max(0, one.id().length() - SHORT)) + "` " + plain(one.title(), TITLE);
    }

    /** Where it is not clear which one is meant. */
    static String which(String end, List<SlackBoard.Open> found, String command) {
        if (end.length() < SHORTEST) {
            return "Which one? Expected the end of an incident's id, " + SHORTEST + " characters at least, as `"
                    + plain(command, 40) + " incidents` lists them.";
        }
        return found.isEmpty()
                ? "No open incident has an id that ends in " + plain(end, 40) + "; `" + plain(command, 40)
                        + " incidents` lists them."
                : "More than one incident's id ends in " + plain(end, 40) + ":\n"
                        + found.stream()
                                .map(one -> "`" + one.id() + "` " + plain(one.title(), TITLE))
                                .collect(Collectors.joining("\n"));
    }
}
