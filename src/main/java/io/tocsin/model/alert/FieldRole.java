package io.tocsin.model.alert;

/** What a field of a payload says of the trouble, as far as its name tells. */
enum FieldRole {
    /** Names one thing that is in trouble: a job, a pod, a resource, a user. */
    SUBJECT,
    /** Names where it is, or what many troubles share: a host, a service, an account. */
    PLACE,
    /** Says which kind of trouble it is: a reason, an error code, a metric. */
    KIND,
    /** A bare {@code name} or {@code id}, whose meaning depends on what is around it. */
    BARE,
    /** A headline that the sender chose. */
    TITLE,
    /** The sentence that says what is the matter. */
    MESSAGE,
    /** More text for readers: a description, an error's words. */
    TEXT,
    /** An address, which may be what is in trouble or a link to read on. */
    ADDRESS,
    /** Whether the trouble goes on, or how bad it is. */
    STATE,
    /** The id of a run, as far as it is no word: {@code task_id: load-orders} names a thing. */
    RUN,
    /** A time, a counter, a measure, the id of one request; links and notes for readers. */
    PASSING,
    /** Nobody knows. */
    OTHER
}
