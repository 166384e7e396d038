package io.tocsin.model.incident;

import io.tocsin.model.alert.Severity;
import io.tocsin.model.recipient.Address;
import io.tocsin.model.recipient.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    Decision last;

    /** Whom targets mean: receivers called {@code critical-...} only of what is critical. */
    static final Addresses ADDRESSES = new Addresses() {
        @Override
        public List<Address> named(List<Target> targets, Severity severity, Instant now) {
            return targets.stream()
                    .map(target -> ((Target.Receiver) target).name())
                    .filter(name -> !name.startsWith("critical-") || severity == Severity.CRITICAL)
                    .map(Address::of)
                    .toList();
        }

        @Override
        public Optional<Address> still(Address told, Severity severity, Instant now) {
            return told.receiver().startsWith("gone-") ? Optional.empty() : Optional.of(told);
        }
    };

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
