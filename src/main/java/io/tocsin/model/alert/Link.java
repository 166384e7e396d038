package io.tocsin.model.alert;

/**
 * A place to look further: a console page, a runbook, a dashboard.
 *
 * @param text what a reader sees
 * @param href an absolute http or https URL
 */
public record Link(String text, String href) {}
