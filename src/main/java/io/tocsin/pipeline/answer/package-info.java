/** How people who were notified answer without a login: by a signed link of their own, for one incident and a time. */
package io.tocsin.pipeline.answer;
