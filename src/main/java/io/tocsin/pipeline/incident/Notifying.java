package io.tocsin.pipeline.incident;

import io.tocsin.model.incident.Policy;
import io.tocsin.model.recipient.Recipients;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.support.CamelContextHelper;

/**
 * Whom to notify of what, and what holds messages back, as files and silences say at the moment.
 *
 * @param policies what the enabled rules say of their incidents, by their names
 * @param recipients the people who can be notified
 * @param holding what holds alerts back
 * @param mayDecide whether these files are those that all hubs on the store go by; while they are not, nothing is decided with them
 */
public record Notifying(
        Supplier<Map<String, Policy>> policies,
        Supplier<Recipients> recipients,
        Holding holding,
        BooleanSupplier mayDecide) {

    /** Nobody, of nothing: where a context has no rules, as a test's. */
    public static final Notifying NOBODY = new Notifying(Map::of, Recipients::none);

    /** Where nothing is held back. */
    public Notifying(Supplier<Map<String, Policy>> policies, Supplier<Recipients> recipients) {
        this(policies, recipients, Holding.NOTHING);
    }

    /** Of a hub that goes by what it has. */
    public Notifying(Supplier<Map<String, Policy>> policies, Supplier<Recipients> recipients, Holding holding) {
        this(policies, recipients, holding, () -> true);
    }

    /** What the hub bound into this context. */
    public static Notifying of(CamelContext context) {
        Notifying bound = CamelContextHelper.findSingleByType(context, Notifying.class);
        return bound == null ? NOBODY : bound;
    }
}
