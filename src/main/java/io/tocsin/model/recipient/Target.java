package io.tocsin.model.recipient;

import java.util.List;
import java.util.Optional;

/** One of those whom a rule's {@code notify} names. */
public sealed interface Target {

    /**
     * A receiver, at its own address.
     *
     * @param name the receiver's name
     */
    record Receiver(String name) implements Target {}

    /**
     * People at their own addresses: everybody whom one of names, teams, schedules and audience means.
     *
     * @param names names of people
     * @param teams names of teams
     * @param schedules names of schedules: whoever is on call when it is asked
     * @param audience everybody of an audience
     * @param via at which kinds of address
     * @param onCallIn schedules by which some are meant who are named: whoever is on call there is told so, and nobody else is meant
     */
    record People(
            List<String> names,
            List<String> teams,
            List<String> schedules,
            Optional<Audience> audience,
            Via via,
            List<String> onCallIn)
            implements Target {

        public People {
            names = List.copyOf(names);
            teams = List.copyOf(teams);
            schedules = List.copyOf(schedules);
            onCallIn = List.copyOf(onCallIn);
        }

        /** Nobody who is named is meant by a schedule. */
        public People(
                List<String> names, List<String> teams, List<String> schedules, Optional<Audience> audience, Via via) {
            this(names, teams, schedules, audience, via, List.of());
        }

        /** Without schedules. */
        public People(List<String> names, List<String> teams, Optional<Audience> audience, Via via) {
            this(names, teams, List.of(), audience, via);
        }
    }
}
