package io.tocsin.aws.eventbridge;

/** One thing that a plan does to the bus. */
sealed interface Step {

    /** A new rule. */
    record Create(WantedRule rule) implements Step {}

    /** A rule that is there and not as it should be. */
    record Update(WantedRule rule) implements Step {}

    /** A rule that is as it should be. */
    record Keep(WantedRule rule) implements Step {}

    /** A rule of the hub's that nothing needs any more. */
    record Remove(BusRule rule) implements Step {}

    /** How a plan shows it. */
    default String line() {
        if (this instanceof Create create) {
            return "create     " + create.rule.name() + "  " + create.rule.pattern();
        }
        if (this instanceof Update update) {
            return "update     " + update.rule.name() + "  " + update.rule.pattern();
        }
        if (this instanceof Keep keep) {
            return "unchanged  " + keep.rule.name() + "  " + keep.rule.pattern();
        }
        BusRule rule = ((Remove) this).rule;
        return rule.hasOtherTargets()
                ? "detach     " + rule.name() + "  (it stays, because others send by it)"
                : "remove     " + rule.name();
    }
}
