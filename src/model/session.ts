/** What a browser that signed in carries. Over https its name begins with `__Host-`, so that no other site can set it. */
export const SESSION_COOKIE = "tarnish_session";
