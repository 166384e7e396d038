package io.tocsin.app.hub;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * One file of {@code src/test/resources/acceptance}: which alerts are sent when, and which notices are wanted when, in beats from
 * its beginning. The README beside the files says what each field means.
 *
 * @param name of the case, as its file is called; every alert of it has the label {@code case} with this value
 * @param says what holds, in a sentence
 * @param from where its facts come from, if they are not ours
 * @param rules what it goes by at its beginning
 * @param interrupted when the hub is stopped or killed, where it is; null where it is not, since what is wanted is not told then
 * @param alertmanager why an Alertmanager is not asked; null where it is
 * @param alertmanagerSince the first version that knows what is asked of it; null for all
 * @param steps what is done
 * @param wants what is wanted, in the order of time for each receiver
 * @param until nothing else may come before this
 */
record AcceptanceCase(
        String name,
        String says,
        String from,
        Says rules,
        Double interrupted,
        String alertmanager,
        String alertmanagerSince,
        List<Step> steps,
        List<Want> wants,
        double until) {

    private static final Path FOLDER = Path.of("src/test/resources/acceptance");
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    AcceptanceCase {
        steps = List.copyOf(steps);
        wants = List.copyOf(wants);
    }

    /**
     * What rules say.
     *
     * @param by labels that put alerts together
     * @param waits beats, or a map of severities to beats
     * @param interval beats
     * @param repeat beats; null for never
     * @param tells who is told
     * @param inhibits what keeps what quiet
     * @param escalates who is paged until somebody answers; null for nobody
     */
    record Says(
            List<String> by,
            @JsonProperty("wait") JsonNode waits,
            double interval,
            Double repeat,
            List<Tells> tells,
            List<Inhibits> inhibits,
            Escalates escalates) {

        Says {
            tells = tells == null ? List.of(new Tells("a", null)) : List.copyOf(tells);
            inhibits = inhibits == null ? List.of() : List.copyOf(inhibits);
        }

        /** The receivers that an escalation may page. */
        private List<String> paged() {
            return escalates == null
                    ? List.of()
                    : Stream.concat(
                                    escalates.steps().stream().flatMap(step -> step.pages().stream()),
                                    escalates.unanswered().stream())
                            .filter(to -> !to.equals(AcceptanceHub.NOBODY))
                            .toList();
        }
    }

    /**
     * One receiver.
     *
     * @param to its name: a, b, c
     * @param ends whether it is told ends; null is true
     */
    record Tells(String to, Boolean ends) {

        Tells {
            ends = ends == null || ends;
        }
    }

    /**
     * Pages go out until somebody answers.
     *
     * @param steps who is paged, one after the other
     * @param repeat how often the steps begin anew; null for never
     * @param max beats after which it ends; null for never
     * @param unanswered who is told when it ends; null for nobody
     * @param acknowledgedFor beats for which an acknowledgement holds; null for good
     */
    record Escalates(
            List<PageStep> steps, Integer repeat, Double max, List<String> unanswered, Double acknowledgedFor) {

        Escalates {
            steps = List.copyOf(steps);
            unanswered = unanswered == null ? List.of() : List.copyOf(unanswered);
        }
    }

    /**
     * One step.
     *
     * @param pages receivers, or {@link AcceptanceHub#NOBODY}
     * @param delay beats until the next one, or a map of severities to beats
     * @param severity how bad it makes the incident; null for as bad as it is
     */
    record PageStep(List<String> pages, JsonNode delay, String severity) {

        PageStep {
            pages = List.copyOf(pages);
        }
    }

    /**
     * While an alert of the one name fires, those of the other with the same labels are not told.
     *
     * @param source a name
     * @param target a name
     * @param equal labels
     */
    record Inhibits(String source, String target, List<String> equal) {}

    /**
     * What is done at a time; one of these is given.
     *
     * @param fires alerts that fire
     * @param over alerts that are over
     * @param silence a silence that is made
     * @param ends the name of a silence that is ended
     * @param reload what rules say from now on; an empty map for the same again
     * @param answers what a receiver answers from now on
     * @param acknowledges who acknowledges the case's incident
     */
    record Step(
            double at,
            List<Spec> fires,
            List<Spec> over,
            Silence silence,
            String ends,
            JsonNode reload,
            Answers answers,
            String acknowledges) {

        Step {
            fires = fires == null ? List.of() : List.copyOf(fires);
            over = over == null ? List.of() : List.copyOf(over);
        }

        /** What rules say from now on. */
        Says reloaded(Says before) {
            return reload.isEmpty() ? before : YAML.convertValue(reload, Says.class);
        }
    }

    /**
     * A silence.
     *
     * @param name by which it is ended
     * @param matchers of which alerts, besides those of its case alone
     * @param from beats
     * @param until beats
     */
    record Silence(String name, List<String> matchers, double from, double until) {}

    /**
     * What a receiver answers.
     *
     * @param to its name
     * @param status HTTP
     */
    record Answers(String to, int status) {}

    /**
     * A notice that is wanted.
     *
     * @param at no sooner than this
     * @param to the receiver; null is a
     * @param fires all that it says fire
     * @param over all that it says are over
     * @param kind of notice, as the hub says it; null where it does not matter, for all of one receiver
     * @param late how many beats later than it ought to be it may come, beside the time that the suite grants anybody; null is none
     * @param passing whether it tells what is so for a while only, so that a hub that was away meanwhile does not
     * @param only the one that tells it, hub or alertmanager, with the reason; null for both
     */
    record Want(
            double at,
            String to,
            List<Spec> fires,
            List<Spec> over,
            String kind,
            Double late,
            boolean passing,
            Only only) {

        Want {
            to = to == null ? "a" : to;
            fires = fires == null ? List.of() : List.copyOf(fires);
            over = over == null ? List.of() : List.copyOf(over);
            late = late == null ? 0 : late;
        }
    }

    /**
     * Where the two do not agree.
     *
     * @param who hub or alertmanager
     * @param because why
     */
    record Only(String who, String because) {}

    /**
     * An alert: its labels, and where it matters its times and a note among its annotations.
     *
     * @param labels without the case's
     * @param since beats; null where nobody says or asks
     * @param until beats; null where nobody says or asks
     * @param note null where nobody says or asks
     */
    record Spec(SortedMap<String, String> labels, Double since, Double until, String note) {

        /** {@code DiskFull host=a} or a map with such a text as {@code alert}. */
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        static Spec read(JsonNode json) {
            JsonNode text = json.isTextual() ? json : json.path("alert");
            SortedMap<String, String> labels = new TreeMap<>();
            for (String word : text.textValue().split(" ")) {
                int equals = word.indexOf('=');
                labels.put(
                        equals < 0 ? "alertname" : word.substring(0, equals),
                        equals < 0 ? word : word.substring(equals + 1));
            }
            return new Spec(
                    labels,
                    number(json, "since"),
                    number(json, "until"),
                    json.path("note").textValue());
        }

        private static Double number(JsonNode json, String field) {
            return json.has(field) ? json.path(field).doubleValue() : null;
        }

        @Override
        public String toString() {
            return labels.entrySet().stream()
                            .map(label -> label.getKey().equals("alertname")
                                    ? label.getValue()
                                    : label.getKey() + "=" + label.getValue())
                            .collect(Collectors.joining(" "))
                    + (since == null ? "" : " since " + since)
                    + (until == null ? "" : " until " + until)
                    + (note == null ? "" : " note " + note);
        }
    }

    /** The same with another middle. */
    AcceptanceCase interruptedLater(double beats) {
        return new AcceptanceCase(
                name,
                says,
                from,
                rules,
                interrupted == null ? null : Double.valueOf(Math.max(0, interrupted + beats)),
                alertmanager,
                alertmanagerSince,
                steps,
                wants,
                until);
    }

    /** Those that one of the two is to tell. */
    Map<String, List<Want>> wantsOf(String who) {
        Map<String, List<Want>> wanted = new LinkedHashMap<>();
        rules.tells().forEach(tells -> wanted.put(tells.to(), List.of()));
        rules.paged().forEach(to -> wanted.put(to, List.of()));
        wanted.putAll(wants.stream()
                .filter(want -> want.only() == null || want.only().who().equals(who))
                .collect(Collectors.groupingBy(Want::to)));
        return wanted;
    }

    /** Before this nothing can be told, however slow the machine is: the first alert and the shortest wait. */
    double earliest() {
        double first = steps.stream()
                .filter(step -> !step.fires().isEmpty())
                .mapToDouble(Step::at)
                .min()
                .orElse(0);
        JsonNode waits = rules.waits();
        return first
                + (waits.isObject()
                        ? StreamSupport.stream(waits.spliterator(), false)
                                .mapToDouble(JsonNode::doubleValue)
                                .min()
                                .orElseThrow()
                        : waits.doubleValue());
    }

    /** Whether its rules are read again while it goes on. */
    boolean reloads() {
        return steps.stream().anyMatch(step -> step.reload() != null);
    }

    /** All cases, in the order of their names. */
    static List<AcceptanceCase> all() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .map(AcceptanceCase::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One that tells something at once all the time: how late that is says how slow the machine is. */
    static AcceptanceCase canary(double beats, Double interrupted) {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < 2 * beats; i++) {
            steps.add(fires("canary-" + i, 0.5 * i));
        }
        return canary(steps, interrupted, beats);
    }

    /** One that tells something once. */
    static AcceptanceCase warming(int number) {
        return canary(List.of(fires("warming-" + number, 0)), null, 0);
    }

    private static Step fires(String alertname, double at) {
        Spec alert = new Spec(new TreeMap<>(Map.of("alertname", alertname)), null, null, null);
        return new Step(at, List.of(alert), List.of(), null, null, null, null, null);
    }

    private static AcceptanceCase canary(List<Step> steps, Double interrupted, double until) {
        Says says = new Says(List.of("alertname"), DoubleNode.valueOf(0), 0.2, null, null, null, null);
        return new AcceptanceCase("canary", "", null, says, interrupted, null, null, steps, List.of(), until);
    }

    private static AcceptanceCase read(Path file) {
        try {
            AcceptanceCase one = YAML.readValue(file.toFile(), AcceptanceCase.class);
            if (!file.endsWith(one.name + ".yaml")) {
                throw new IOException("its name is " + one.name);
            }
            return one;
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": " + e.getMessage(), e);
        }
    }
}
