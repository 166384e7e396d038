package io.tocsin.model.incident;

import io.tocsin.model.alert.Severity;
import io.tocsin.model.recipient.Address;
import io.tocsin.model.recipient.Page;
import io.tocsin.model.recipient.Paged;
import io.tocsin.model.recipient.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One incident after another of one group, with rules, a clock and a line for each message. */
final class Scene {

    static final Instant ZERO = Instant.parse("2026-11-29T10:00:00Z");

    final Map<String, Policy> policies = new LinkedHashMap<>();
    final List<String> heard = new ArrayList<>();
    final Map<String, String> held = new HashMap<>();
    final Map<String, Instant> heldUntil = new HashMap<>();
    Instant now = ZERO;
    Standing standing = Standing.fresh("inc", Optional.of("group"), ZERO);
    final List<Entry> entries = new ArrayList<>();
    Decision last;

    /** Whom targets mean: receivers called {@code critical-...} only of what is critical. */
    static final Addresses ADDRESSES = new Addresses() {
        @Override
        public List<Address> named(List<Target> targets, Severity severity, Instant now) {
            return targets.stream()
                    .flatMap(Scene::names)
                    .filter(name -> !name.startsWith("nobody"))
                    .filter(name -> !name.startsWith("critical-") || severity == Severity.CRITICAL)
                    .map(Address::of)
                    .toList();
        }

        @Override
        public Paged paged(Page page, Severity severity, ToLongFunction<String> turns, Instant now) {
            if (page.takesTurns()) {
                String team = ((Target.People) page.target()).teams().get(0);
                return new Paged(List.of(Address.of(team + "-" + turns.applyAsLong(team) % 3)), List.of(), List.of());
            }
            List<Address> atOnce = named(List.of(page.target()), severity, now);
            return page.byOwnRules()
                    ? new Paged(
                            List.of(Address.of("ann-push")),
                            List.of(
                                    new Paged.Later("ann", Duration.ofMinutes(2), List.of("sms")),
                                    new Paged.Later("ann", Duration.ofMinutes(5), List.of("voice"))),
                            List.of())
                    : new Paged(atOnce, List.of(), atOnce.isEmpty() ? List.of("nobody is on call") : List.of());
        }

        @Override
        public Optional<Address> still(Address told, Severity severity, Instant now) {
            return told.receiver().startsWith("gone-") ? Optional.empty() : Optional.of(told);
        }
    };

    /** A receiver by its name, a person's address by both. */
    private static Stream<String> names(Target target) {
        if (target instanceof Target.Receiver receiver) {
            return Stream.of(receiver.name());
        }
        Target.People people = (Target.People) target;
        return people.names().stream()
                .flatMap(name -> people.via().kinds(Severity.INFO).stream().map(kind -> name + "-" + kind));
    }

    static Policy atOnce(String rule, String... receivers) {
        return Policy.atOnce(rule, targets(receivers), Optional.empty(), true, Duration.ofMinutes(5))
                .every(Duration.ZERO);
    }

    static List<Target> targets(String... receivers) {
        return Stream.of(receivers)
                .map(name -> (Target) new Target.Receiver(name))
                .toList();
    }

    Scene rule(Policy policy) {
        policies.put(policy.rule(), policy);
        return this;
    }

    /** Lets everything happen that is due until then, then stands at that second. */
    Scene at(long second) {
        Instant then = ZERO.plusSeconds(second);
        while (standing.incident().dueAt().filter(due -> !due.isAfter(then)).isPresent()) {
            now = standing.incident().dueAt().get();
            enter(new Input.TimeCame());
        }
        now = then;
        return this;
    }

    /** Something holds an alert back until a second. */
    Scene holds(String alert, long until) {
        held.put(alert, "silence");
        heldUntil.put(alert, ZERO.plusSeconds(until));
        return enter(new Input.HoldChanged("silence"));
    }

    Scene fires(String alert, Severity severity, String... rules) {
        return enter(new Input.Fired(alert, alert, severity, false, List.of(rules)));
    }

    Scene firesOnce(String alert, Severity severity, String... rules) {
        return enter(new Input.Fired(alert, alert, severity, true, List.of(rules)));
    }

    Scene over(String alert) {
        return enter(new Input.Cleared(alert, "resolved"));
    }

    Scene notReached(String receiver, long version) {
        return enter(new Input.NotReached(new Address.Key(receiver, ""), version, "dead"));
    }

    /** What waits is sent; without this nothing is. */
    Scene sent() {
        standing = new Standing(
                standing.incident(),
                standing.roster(),
                standing.subscriptions(),
                standing.told().stream()
                        .map(told -> told.state() == Told.State.UNSENT ? told.as(Told.State.SENT) : told)
                        .toList());
        return this;
    }

    /** What waits arrives now. */
    Scene arrives() {
        return arrives("");
    }

    /** The same at one receiver. */
    Scene arrives(String receiver) {
        standing = new Standing(
                standing.incident(),
                standing.roster(),
                standing.subscriptions(),
                standing.told().stream()
                        .map(told -> told.state() == Told.State.UNSENT
                                        && told.address().receiver().startsWith(receiver)
                                ? told.as(Told.State.SENT).arrivedAt(now)
                                : told)
                        .toList());
        return this;
    }

    /**
     * The clock is set back.
     *
     * @param isSeen whether the store moved what is due with it
     */
    Scene setBack(Duration by, boolean isSeen) {
        now = now.minus(by);
        if (isSeen) {
            standing = Rewound.due(standing, standing.incident().dueAt().map(due -> due.minus(by)));
        }
        return this;
    }

    /** Lets everything happen until then, and what waits is sent. */
    Scene sentAt(long second) {
        return at(second).sent();
    }

    /** Tries of what was being sent have failed, none of which may have got through: it waits to be sent again. */
    Scene triedInVain() {
        standing = new Standing(
                standing.incident(),
                standing.roster(),
                standing.subscriptions(),
                standing.told().stream()
                        .map(told -> told.state() == Told.State.SENT ? told.as(Told.State.UNSENT) : told)
                        .toList());
        return this;
    }

    Scene enter(Input input) {
        if (input instanceof Input.Fired
                && standing.incident().state() == Incident.State.OVER
                && !standing.incident().isFresh()) {
            standing = Standing.fresh("inc", Optional.of("group"), now);
        }
        return inSameIncident(input);
    }

    /** The same, though the incident may be over. */
    Scene inSameIncident(Input input) {
        heldUntil.entrySet().removeIf(hold -> !hold.getValue().isAfter(now) && held.remove(hold.getKey()) != null);
        Standing asked = new Standing(
                standing.incident(),
                new Members(((Members) standing.roster()).all(), held, heldUntil),
                standing.subscriptions(),
                standing.told());
        last = Incidents.decide(asked, input, policies, ADDRESSES, now);
        standing = last.next();
        entries.addAll(last.entries());
        last.tells().forEach(tell -> tell.to().forEach(told -> heard.add(line(tell, told))));
        return this;
    }

    private String line(Tell tell, Told told) {
        String fires = names(tell, true);
        String over = names(tell, false);
        return Duration.between(ZERO, now).toSeconds() + " " + told.address().receiver() + " "
                + tell.kind().word() + (told.round() > 1 ? " round " + told.round() : "")
                + (fires.isEmpty() ? "" : " " + fires) + (over.isEmpty() ? "" : " over: " + over);
    }

    private static String names(Tell tell, boolean fires) {
        return tell.part().lines().stream()
                .filter(line -> line.fires() == fires)
                .map(line -> line.member().alert())
                .sorted()
                .collect(Collectors.joining(" "));
    }

    List<String> heardBy(String receiver) {
        return heard.stream()
                .filter(line -> line.split(" ")[1].equals(receiver))
                .toList();
    }
}
