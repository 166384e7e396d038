package io.tocsin.app.api;

import io.tocsin.pipeline.listing.OpenIncidents;
import io.tocsin.source.slack.SlackBoard;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** What people look at in Slack, as it stands in the store. */
public final class OpenBoard implements SlackBoard {

    private final OpenIncidents incidents;
    private final InstantSource clock;

    /**
     * @param incidents those that go on
     * @param clock the hub's
     */
    public OpenBoard(OpenIncidents incidents, InstantSource clock) {
        this.incidents = incidents;
        this.clock = clock;
    }

    @Override
    public List<Open> endingIn(String end, int most) {
        return incidents.endingIn(end, most).stream()
                .map(row -> new Open(
                        row.id(),
                        row.status(),
                        row.severity().word(),
                        row.title(),
                        row.openedAt(),
                        row.acknowledgedBy()))
                .toList();
    }

    @Override
    public Instant now() {
        return clock.instant();
    }
}
