/** The pages: pure functions from data to HTML, and the files they load. */
export { ASSETS, type Asset, PAGE_CSP } from "./assets.ts";
export { emptyPage } from "./empty-page.ts";
export { errorPage, notFoundPage } from "./error-page.ts";
export type { Arming, HomeData, HomeQuery, RecentVerdict, SeriesCard, SuiteCards } from "./home-data.ts";
export { homePage } from "./home-page.ts";
export { cardPicture, seriesPictures } from "./pictures.ts";
export { seriesPage } from "./series-page.ts";
export type { SeriesPageData } from "./series-page-data.ts";
export { SERIES_STATES, seriesState } from "./series-state.ts";
