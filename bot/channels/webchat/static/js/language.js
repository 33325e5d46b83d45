// The page speaks as the bot does: whoever chose another language in the chat gets the page in it, too.
import { post } from "./wire.js";

const TRIED = "qinqing-language"; // in this tab, so that a browser without cookies does not load the page again and again
const here = document.documentElement.lang.slice(0, 2);

// Whether the bot's text looks as if it spoke another language than the page. Names stay Chinese in any.
export function seemsForeign(text = "") {
  const share = (text.match(/[\u4e00-\u9fa5]/g) ?? []).length / text.length;
  return here === "zh" ? text.length > 20 && share < 0.2 : share > 0.4;
}

// Whether the page is loaded anew, in this language.
export async function followLanguage(language) {
  if (!language || language === here) {
    sessionStorage.removeItem(TRIED);
    return false;
  }
  if (sessionStorage.getItem(TRIED) === language) return false;
  sessionStorage.setItem(TRIED, language);
  await post("language", { language });
  location.reload();
  return true;
}
