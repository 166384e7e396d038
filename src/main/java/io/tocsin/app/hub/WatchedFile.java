package io.tocsin.app.hub;

/**
 * A file of a route folder, as it was read.
 *
 * @param room the folder within the route folder that it stands in
 * @param text what it says
 */
record WatchedFile(String room, String text) {}
