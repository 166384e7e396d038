package io.tocsin.model.recipient;

import io.tocsin.files.Origin;
import java.util.List;

/**
 * People who are told together.
 *
 * @param name unique over people, teams and receivers
 * @param members names of people
 * @param origin where it is written
 */
public record Team(String name, List<String> members, Origin origin) {

    public Team {
        members = List.copyOf(members);
    }
}
