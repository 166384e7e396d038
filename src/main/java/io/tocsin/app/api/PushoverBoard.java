package io.tocsin.app.api;

import io.tocsin.pipeline.answer.RingingEmergencies;
import io.tocsin.source.pushover.PushoverDesk;
import java.util.List;

/**
 * What rings by Pushover, as it stands in the store.
 *
 * @param emergencies those that may
 */
public record PushoverBoard(RingingEmergencies emergencies) implements PushoverDesk {

    @Override
    public List<Emergency> ringing(String receiver) {
        return emergencies.of(receiver).stream()
                .map(one -> new Emergency(one.incident(), one.receipt()))
                .toList();
    }
}
