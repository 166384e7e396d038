package io.tocsin.aws.eventbridge;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * What is to be done so that a bus sends what the rules need.
 *
 * @param needs what each rule needs, for the reader
 * @param steps what to do, in order
 */
record Plan(List<Need> needs, List<Step> steps) {
    /** Characters that EventBridge takes in a pattern (docs: Amazon EventBridge quotas, "Event pattern size"). */
    static final int PATTERN = 2_048;

    /**
     * @param needs what each rule needs
     * @param prefix what the names of the hub's rules begin with; numbers follow
     * @param there the rules with such names
     * @param queueArn the hub's queue
     */
    static Plan of(List<Need> needs, String prefix, List<BusRule> there, String queueArn) {
        List<Events> wanted = new ArrayList<>(
                Union.of(needs.stream().flatMap(need -> need.events().stream()).toList()).stream()
                        .flatMap(events -> Union.split(events, PATTERN).stream())
                        .toList());
        List<BusRule> left = new ArrayList<>(there);
        List<Step> steps = new ArrayList<>();
        // A rule that has the pattern keeps it, so that an unrelated change renames and rewrites nothing.
        wanted.removeIf(events -> {
            Optional<BusRule> same = left.stream()
                    .filter(rule -> rule.pattern().equals(events.pattern()))
                    .findFirst();
            same.ifPresent(rule -> {
                left.remove(rule);
                WantedRule keep = new WantedRule(rule.name(), events.pattern());
                steps.add(rule.does(keep, queueArn) ? new Step.Keep(keep) : new Step.Update(keep));
            });
            return same.isPresent();
        });
        List<String> taken = there.stream().map(BusRule::name).toList();
        var free = IntStream.iterate(1, number -> number + 1)
                .mapToObj(number -> prefix + number)
                .filter(name -> !taken.contains(name))
                .iterator();
        for (Events events : wanted) {
            Optional<BusRule> reused =
                    left.stream().filter(rule -> !rule.hasOtherTargets()).findFirst();
            reused.ifPresent(left::remove);
            steps.add(
                    reused.isPresent()
                            ? new Step.Update(new WantedRule(reused.get().name(), events.pattern()))
                            : new Step.Create(new WantedRule(free.next(), events.pattern())));
        }
        // A rule that was only detached before has nothing of the hub's left to take away.
        left.stream()
                .filter(rule -> !rule.hasOtherTargets()
                        || rule.targets().stream()
                                .anyMatch(target -> target.id().equals(Bus.TARGET)))
                .forEach(rule -> steps.add(new Step.Remove(rule)));
        return new Plan(needs, steps);
    }

    /** Whether the bus is as it should be. */
    boolean isDone() {
        return steps.stream().allMatch(Step.Keep.class::isInstance);
    }

    /**
     * Does it. New rules come before old ones change, and those before any goes. Where two old rules exchange what they let in,
     * an event may meet neither for a moment.
     */
    void apply(Bus bus, String queueArn) {
        each(Step.Create.class, create -> bus.put(create.rule(), queueArn));
        each(Step.Update.class, update -> bus.put(update.rule(), queueArn));
        each(Step.Remove.class, remove -> bus.remove(remove.rule()));
    }

    private <S extends Step> void each(Class<S> kind, Consumer<S> action) {
        steps.stream().filter(kind::isInstance).map(kind::cast).forEach(action);
    }

    /** The plan as an operator reads it. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (Need need : needs) {
            lines.add("rule " + need.rule() + " needs" + (need.events().isEmpty() ? " nothing" : ""));
            need.events().forEach(events -> lines.add("    " + events.pattern()));
            need.notes().forEach(note -> lines.add("    (" + note + ")"));
        }
        steps.forEach(step -> lines.add(step.line()));
        return lines;
    }
}
