package io.tocsin.source.chat;

import io.tocsin.model.incident.Incident;
import java.util.Optional;

/**
 * What whoever pressed something is told.
 *
 * @param words for their eyes
 * @param isShown whether it is as they wanted and the message shows that, so that nothing need be said
 * @param incident as it stands now; empty where they may not answer, or there is none
 */
public record Said(String words, boolean isShown, Optional<Incident> incident) {

    /** Why not. */
    public static Said no(String why) {
        return new Said(why, false, Optional.empty());
    }
}
