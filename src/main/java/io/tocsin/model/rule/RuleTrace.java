package io.tocsin.model.rule;

/**
 * What became of one rule for one alert.
 *
 * @param rule the rule's name
 * @param outcome whether it applied
 * @param reason why not, in one line; empty where it applied
 */
public record RuleTrace(String rule, Outcome outcome, String reason) {

    /** Whether a rule applied, or why it did not. */
    public enum Outcome {
        /** It applied. */
        MATCHED,
        /** Its pattern did not fit; the reason names the first field. */
        NOT_MATCHED,
        /** It is switched off. */
        DISABLED,
        /** A final rule before it applied, so it was not asked. */
        AFTER_FINAL
    }
}
