package io.tocsin.pipeline.deadletter;

import java.util.List;

/**
 * Somebody wants dead letters redriven or discarded.
 *
 * @param ids which
 * @param actor who, for the audit
 * @param reason why, for the audit; may be empty
 */
public record SettleOrder(List<String> ids, String actor, String reason) {

    public SettleOrder {
        ids = List.copyOf(ids);
    }
}
