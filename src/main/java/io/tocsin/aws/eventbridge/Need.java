package io.tocsin.aws.eventbridge;

import java.util.List;

/**
 * What one rule of the hub needs of an event bus.
 *
 * @param rule its name
 * @param events the events of which an alert may match it; none where no event's can
 * @param notes one line each: what could not be made narrower, or why nothing is needed
 */
record Need(String rule, List<Events> events, List<String> notes) {

    Need {
        events = List.copyOf(events);
        notes = List.copyOf(notes);
    }
}
