package io.tocsin.pipeline.simulate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.model.recipient.Address;
import java.util.Optional;

/**
 * Who is notified.
 *
 * @param receiver the receiver
 * @param person the person whose address it is; empty where it is the receiver's own
 */
public record Recipient(String receiver, Optional<String> person) implements Comparable<Recipient> {

    private static final ObjectMapper JSON = new ObjectMapper();

    static Recipient of(Address address) {
        return new Recipient(
                address.receiver(),
                address.recipient().isEmpty()
                        ? Optional.empty()
                        : Optional.of(person(address.recipient()).path("name").asText()));
    }

    private static JsonNode person(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("no person as JSON: " + json, e);
        }
    }

    /** For a reader: {@code ops-slack}, {@code ann by mail}. */
    public String words() {
        return person.map(name -> name + " by " + receiver).orElse(receiver);
    }

    /** Whether somebody who writes this name means it: that of the person, or that of the receiver. */
    boolean isCalled(String name) {
        return person.map(name::equals).orElse(false) || receiver.equals(name);
    }

    @Override
    public int compareTo(Recipient other) {
        return words().compareTo(other.words());
    }
}
