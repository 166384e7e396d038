package io.tocsin.pipeline.incident;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.MutableConfigOverride;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.tocsin.model.alert.Severity;
import io.tocsin.model.incident.Counts;
import io.tocsin.model.incident.Entry;
import io.tocsin.model.incident.Escalation;
import io.tocsin.model.incident.Handling;
import io.tocsin.model.incident.Member;
import io.tocsin.model.incident.Subscription;
import io.tocsin.model.incident.Told;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an incident's row keeps as JSON: all that only a decision asks for. Subscriptions, what addresses were told and the member
 * of an alert that stands alone are in the incident's own row, since nearly every incident has one member and a few addresses.
 *
 * @param grouping the entry under {@code incidents:} that made it
 * @param acted the version at which it changed last by what people did
 * @param worst the highest severity that it ever had
 * @param firing how many members fire
 * @param over how many members are over
 * @param handling what people did about it; empty where nobody did anything
 * @param entries how many entries its timeline has had
 * @param members its member, where an alert stands alone; those of a group have rows of their own
 * @param subscriptions one for each rule that matched a member
 * @param told what addresses were told
 * @param timeline its newest entries
 * @param heldBy what holds members back that fire, as the store names it
 * @param steadyAt when a member that flaps may be steady, at the earliest
 * @param endedAt when a member was over last, where one that flaps may have been over before
 * @param escalations the escalation policies that page somebody of it, or did
 * @param shared what its alerts have in common with others, as {@link RelatedIncidents} keeps it
 */
record Book(
        Optional<String> grouping,
        long acted,
        Severity worst,
        Counts firing,
        long over,
        Optional<Handling> handling,
        long entries,
        List<Member> members,
        List<Subscription> subscriptions,
        List<Told> told,
        List<Entry> timeline,
        List<String> heldBy,
        Optional<Instant> steadyAt,
        Optional<Instant> endedAt,
        List<Escalation> escalations,
        List<String> shared) {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .visibility(PropertyAccessor.GETTER, Visibility.NONE)
            .visibility(PropertyAccessor.IS_GETTER, Visibility.NONE)
            .visibility(PropertyAccessor.FIELD, Visibility.ANY)
            .serializationInclusion(JsonInclude.Include.NON_DEFAULT) // what is empty or 0 is most of it
            .withConfigOverride(List.class, Book::emptyWhereAbsent)
            .withConfigOverride(Map.class, Book::emptyWhereAbsent)
            .withConfigOverride(String.class, Book::emptyWhereAbsent)
            .disable(SerializationFeature.WRITE_DATE_TIMESTAMPS_AS_NANOSECONDS)
            .disable(DeserializationFeature.READ_DATE_TIMESTAMPS_AS_NANOSECONDS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES) // of a later hub, after a step back
            .build();

    private static void emptyWhereAbsent(MutableConfigOverride type) {
        type.setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY));
    }

    static Book read(String text) {
        return read(text, Book.class);
    }

    /** A member that has a row of its own. */
    static Member member(String text) {
        return read(text, Member.class);
    }

    private static <T> T read(String text, Class<T> type) {
        try {
            return JSON.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the store holds an incident that cannot be read", e);
        }
    }

    String text() {
        return write(this);
    }

    /** A member as {@link #member} reads it. */
    static String text(Member member) {
        return write(member);
    }

    private static String write(Object part) {
        try {
            return JSON.writeValueAsString(part);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("an incident without a JSON form", e);
        }
    }
}
