"""What is asked of a Facebook Page: the fields of every kind, and the parameters of every edge."""

ATTACHMENTS = (
    "attachments{type,media_type,title,description,url,unshimmed_url,target,media,"
    "subattachments{type,media_type,title,description,url,unshimmed_url,target,media}}"
)
POST_FIELDS = (
    "id,message,story,created_time,updated_time,from,permalink_url,status_type,is_hidden,"
    f"is_published,is_expired,parent_id,place,message_tags,{ATTACHMENTS}"
)
COUNT_COMMENTS = "comments.filter(stream).limit(0).summary(true){id}"
"""Asks how many comments there are without listing any: saves the call where there are none."""

COMMENT_FIELDS = (
    "id,message,created_time,from,parent{id},object{id},attachment,message_tags,"
    "permalink_url,is_hidden,is_private,comment_count"
)
FEED = {"fields": f"{POST_FIELDS},{COUNT_COMMENTS}", "include_hidden": "true"}
COMMENTS = {
    "fields": COMMENT_FIELDS,
    "filter": "stream",
    "order": "chronological",
    "summary": "true",
}
