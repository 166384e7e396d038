package io.tocsin.pipeline.incident;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.model.incident.Glimpse;
import io.tocsin.model.incident.Members;
import io.tocsin.model.incident.Roster;
import io.tocsin.model.incident.Standing;
import io.tocsin.model.incident.Unhurried;
import java.time.Instant;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/**
 * With which members an incident is decided about, and what holds these back: the one place that says so.
 *
 * <p>The member of an alert that stands alone is beside its incident, so that every decision about it may look. A word about an
 * alert of a group is decided with that alert's member alone, and what it makes due is left for a look, which goes through all.
 */
final class Rosters {

    private final Handle tx;
    private final HeldMembers held;
    private final LookAhead ahead;

    /**
     * @param tx the transaction that decides, or a snapshot
     * @param held what holds members back
     * @param ahead what was asked of members before
     */
    Rosters(Handle tx, HeldMembers held, LookAhead ahead) {
        this.tx = tx;
        this.held = held;
        this.ahead = ahead;
    }

    /**
     * How an incident stands for a word about one of its alerts.
     *
     * @param alertId the alert, which may join it now
     * @param alert what is said of it
     */
    Standing forAlert(IncidentRow row, String alertId, JsonNode alert) {
        return standing(
                row,
                row.group.isGrouped() ? new Glimpse(row::member) : alone(row, held.alone(row, Map.of(alertId, alert))));
    }

    /** How one stands that somebody resolved, for a word about an alert that fires on: nobody is told anything of it. */
    Standing lingering(IncidentRow row) {
        return standing(row, row.group.isGrouped() ? new Glimpse(row::member) : new Members(row.members(), Map.of()));
    }

    /** How it stands for a look at it, and for whatever else may have addresses told something. */
    Standing forLook(IncidentRow row) {
        return standing(
                row,
                row.group.isGrouped()
                        ? ahead.of(row.incident())
                                .filter(asked -> held.stands(asked.held()))
                                .map(asked -> stored(row, held.found(row, asked.held()))
                                        .knowing(asked))
                                .orElseGet(() -> stored(row, held.ofGroup(row)))
                        : alone(row, held.alone(row, Map.of())));
    }

    private static Roster alone(IncidentRow row, HeldMembers.Held held) {
        return new Members(row.members(), held.words(), held.until());
    }

    private StoredMembers stored(IncidentRow row, HeldMembers.Held holds) {
        return new StoredMembers((since, each) -> MemberRow.read(tx, row.id(), since, each), row::member, holds);
    }

    /** How it stands for the end of what held members back: what that makes due in a group is left for a look of its own. */
    Standing forRelease(IncidentRow row) {
        return row.group.isGrouped() ? standing(row, new Glimpse(row::member)) : forLook(row);
    }

    /** How it stands for what became of a message: where rules are to look at it as well, that is left for a look of its own. */
    Standing forReach(IncidentRow row, Instant now) {
        Standing whole = forLook(row);
        return row.isDue(now) ? standing(row, new Unhurried(whole.roster())) : whole;
    }

    private static Standing standing(IncidentRow row, Roster roster) {
        Standing stands = row.standing();
        return new Standing(stands.incident(), roster, stands.subscriptions(), stands.told());
    }
}
