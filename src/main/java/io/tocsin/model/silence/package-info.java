/**
 * What holds messages back: silences, maintenance windows, inhibition, and the times at which a rule applies. Values and
 * functions of alert and time; whoever decides about an incident asks them when its rules look.
 */
package io.tocsin.model.silence;
