package io.tocsin.pipeline.incident;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.incident.Group;
import io.tocsin.model.incident.Incident;
import io.tocsin.model.incident.Kind;
import io.tocsin.model.incident.Tell;
import io.tocsin.model.incident.Told;
import io.tocsin.model.notice.AboutIncident;
import io.tocsin.model.notice.HeldNow;
import io.tocsin.model.notice.Notice;
import io.tocsin.model.notice.NoticeKind;
import io.tocsin.model.notice.NoticeMessage;
import io.tocsin.model.notice.Related;
import io.tocsin.model.recipient.Address;
import io.tocsin.store.corridor.Corridor;
import io.tocsin.store.sql.Id;
import io.tocsin.store.sql.JsonText;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes notices of what is told. */
record NoticeText(Corridor corridor, Instant now) {

    /**
     * The notice of a telling.
     *
     * @param group whose incident
     * @param incident as it stands after the decision
     * @param tell what is told to whom
     * @param eventId the event behind it
     * @param alerts the alerts that it tells of, as JSON
     * @param related the incidents that it is related to
     */
    Notice of(Group group, Incident incident, Tell tell, String eventId, List<ObjectNode> alerts, Related related) {
        AboutIncident about = new AboutIncident(
                incident.id(),
                incident.grouping(),
                tell.version(),
                tell.severity(),
                title(group, incident, tell),
                incident.openedAt(),
                tell.kind() == Kind.RESOLVED ? incident.resolvedAt().or(() -> Optional.of(now)) : Optional.empty(),
                tell.part().firing(),
                tell.part().over(),
                incident.handling(),
                related,
                HeldNow.of(tell.part()),
                incident.escalations());
        return notice(
                about,
                NoticeKind.valueOf(tell.kind().name()),
                rules(tell),
                tell.to().get(0).round(),
                eventId,
                alerts,
                tell.to().stream().map(Told::address).toList());
    }

    /** What the alerts of a message have in common: their title, or else what puts them together. */
    static String title(Group group, Incident incident, Tell tell) {
        if (!group.isGrouped()) {
            return incident.title();
        }
        Set<String> titles =
                tell.part().lines().stream().map(line -> line.member().title()).collect(Collectors.toSet());
        return titles.size() == 1 && tell.part().rest() == 0 ? titles.iterator().next() : group.title();
    }

    /** A notice that reaches nobody whom the rule names: what a dead letter is about. */
    Notice toNobody(Incident incident, String rule, String eventId) {
        AboutIncident about = new AboutIncident(
                incident.id(),
                incident.grouping(),
                incident.version(),
                incident.severity(),
                incident.title(),
                incident.openedAt(),
                Optional.empty(),
                incident.firing(),
                incident.over(),
                incident.handling());
        NoticeKind kind = incident.version() == 1 ? NoticeKind.OPENED : NoticeKind.UPDATED;
        return notice(about, kind, List.of(rule), 1, eventId, List.of(), List.of());
    }

    private Notice notice(
            AboutIncident about,
            NoticeKind kind,
            List<String> rules,
            long round,
            String eventId,
            List<ObjectNode> alerts,
            List<Address> to) {
        String id = Id.NOTICE.next();
        Corridor.HubAddress hub = corridor.hub();
        NoticeMessage message =
                new NoticeMessage(id, eventId, kind, rules, round, now, about, alerts, hub.name(), hub.url());
        return new Notice(
                id,
                about.id(),
                eventId,
                about.version(),
                round,
                kind,
                rules,
                to,
                JsonText.of(corridor.json(), message.json()),
                1);
    }

    /** The rules that name the addresses now; of an end, those through which they were told the beginning. */
    static List<String> rules(Tell tell) {
        Set<String> rules = new LinkedHashSet<>();
        for (Told told : tell.to()) {
            long newest = told.through().values().stream()
                    .mapToLong(Long::longValue)
                    .max()
                    .orElse(0);
            told.through().entrySet().stream()
                    .filter(entry -> entry.getValue() == newest)
                    .map(Map.Entry::getKey)
                    .sorted()
                    .forEach(rules::add);
        }
        return List.copyOf(rules);
    }
}
