package io.tocsin.model.recipient;

/** The recipients as they are at the moment: what a notice is fanned out with. */
@FunctionalInterface
public interface RecipientsInUse {

    /** The last good ones. */
    Recipients current();
}
