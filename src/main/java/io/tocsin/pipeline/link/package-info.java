/** The links in messages by which their readers answer: what they say, and which messages carry one. */
package io.tocsin.pipeline.link;
